using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("Fields that hold one class of personal data.")]
internal sealed record FieldDocument
{
    [JsonRequired]
    [MinLength(1)]
    [Description("One JSONPath or several: names, wildcards, indices, slices and descendants after $, such as $.items[*].email, $['date-of-birth'] or $..email. A path to an object or array covers every value inside. The path that ends nearest to a value decides, and of those that end at one place the one that selects less.")]
    public OneOrMany? Select { get; init; }

    [JsonRequired]
    [Description("What the fields hold: email, name, phone, address, date-of-birth, employment, free-text or a class of your own.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }

    [Description("randomised: a new token every time. searchable: equal values give equal tokens, so that the service can search; whoever sees the tokens learns which rows are equal. pseudonym: a one-way pseudonym, equal for equal values, from which nobody gets the value back. removed: the service gets null, or an empty text in a form.")]
    public FieldProtection? Protection { get; init; } = FieldProtection.Randomised;

    [Description("Why it is acceptable that a searchable name or date of birth can be found out by guessing. Needed there, refused elsewhere.")]
    [RegularExpression(@"^\S.{0,499}$", ErrorMessage = "Write a reason of up to 500 characters in one line.")]
    public string? AcceptGuessable { get; init; }

    [Description("In whose clothes the tokens go, for services that validate what they store: email, an address below pn.invalid; date, YYYY-MM-DD from the year 3000 on; phone, + and 15 digits under 999. Only with protection searchable.")]
    public ValueShape? Shape { get; init; } = null;

    [Description("What a value becomes that does not fit its shape: refuse (422 unfit_value, the default) or token, a searchable token, which the service must take.")]
    public UnfitValue? Unfit { get; init; } = null;

    [Description("Why it is acceptable that nothing authenticates dates and phone numbers in their shapes. Needed for those two, refused elsewhere.")]
    [RegularExpression(@"^\S.{0,499}$", ErrorMessage = "Write a reason of up to 500 characters in one line.")]
    public string? AllowUnauthenticated { get; init; }
}

/// <summary>The words a policy uses for <see cref="TokenMode"/>.</summary>
internal enum FieldProtection
{
    Randomised,
    Searchable,
    Pseudonym,
    Removed,
}

/// <summary>Patterns that several properties share.</summary>
internal static class Patterns
{
    /// <summary>What <see cref="Core.Access.FieldClass"/> accepts.</summary>
    public const string Class = "^[a-z][a-z0-9-]{0,31}$";

    public const string ClassRemedy = "Use 1 to 32 characters of a-z, 0-9 and hyphen, starting with a letter.";

    // RFC 6749 section 3.3: scope-token
    public const string Scope = @"^[\u0021\u0023-\u005b\u005d-\u007e]{1,128}$";

    public const string ScopeRemedy = "Use 1 to 128 printable ASCII characters without space, quotation mark and backslash.";

    /// <summary>The registered name of a service.</summary>
    public const string Service = "^[a-z][a-z0-9-]{0,63}$";

    public const string ServiceRemedy = "Use 1 to 64 characters of a-z, 0-9 and hyphen, starting with a letter.";

    public const string Purpose = "^[a-z][a-z0-9-]{0,63}$";

    public const string PurposeRemedy = "Use 1 to 64 characters of a-z, 0-9 and hyphen, starting with a letter.";

    /// <summary>A media type (RFC 6838 section 4.2) in lower case, all of one top-level type, or the word for WebSockets.</summary>
    public const string Opaque = $"^({OpaqueRule.WebSocket}|{Restricted}/(\\*|{Restricted}))$";

    public const string OpaqueRemedy = "Write a media type in lower case and without parameters such as application/pdf, all of one top-level type such as image/*, or websocket; */* is refused.";

    /// <summary>The name of a query parameter, percent-decoded.</summary>
    public const string Parameter = @"^[^\u0000-\u001f]{1,256}$";

    public const string ParameterRemedy = "Use 1 to 256 characters, none of them a control character.";

    // RFC 3986 section 3.3: pchar, without what is refused in paths
    public const string Template = @"^(/([A-Za-z0-9_~!$&'()+,=:@.-]+|\*|\{[A-Za-z0-9_-]{1,64}\}))+$";

    public const string TemplateRemedy = "Write segments after slashes, one of them a value in braces, such as /contacts/{email}; * stands for any segment.";

    // RFC 6265 section 4.1.1, without what some read as an escape
    public const string Cookie = @"^[A-Za-z0-9!#&'*+.^_`|~-][A-Za-z0-9!#$&'*+.^_`|~-]{0,63}$";

    public const string CookieRemedy = "Use 1 to 64 letters, digits and other characters of a token (RFC 9110), not starting with a dollar sign.";

    // RFC 9110 section 5.1, without what header names have no need of
    public const string Header = "^[A-Za-z][A-Za-z0-9-]{0,63}$";

    public const string HeaderRemedy = "Use 1 to 64 letters, digits and hyphens, starting with a letter.";

    private const string Restricted = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}";
}
