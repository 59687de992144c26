using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies.Documents;

internal sealed record AccessDocument
{
    [Description("Who sees which class, and in which form. Where several rules match, the most revealing form wins; where none does, the caller gets a handle.")]
    public RevealDocument?[]? Reveal { get; init; } = [];

    [Description("Who may send new values of which class.")]
    public GrantDocument?[]? Write { get; init; } = [];

    [Description("Who may search by values of which class.")]
    public GrantDocument?[]? Search { get; init; } = [];
}

[Description("Covers every caller who has one of the roles or one of the scopes. At least one role or scope is needed.")]
internal record GrantDocument
{
    [JsonRequired]
    [MinLength(1)]
    [Description("Classes that fields or parameters of this policy use.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string?[]? Classes { get; init; }

    [Description("Roles of the token.")]
    [RegularExpression(@"^\S(.{0,126}\S)?$", ErrorMessage = "Use 1 to 128 characters without white space at either end.")]
    public string?[]? Roles { get; init; } = [];

    // RFC 6749 section 3.3: scope-token
    [Description("Scopes of the token.")]
    [RegularExpression(@"^[\u0021\u0023-\u005b\u005d-\u007e]{1,128}$", ErrorMessage = "Use 1 to 128 printable ASCII characters without space, quotation mark and backslash.")]
    public string?[]? Scopes { get; init; } = [];
}

[Description("Gives a form to every caller who has one of the roles or one of the scopes. At least one role or scope is needed.")]
internal sealed record RevealDocument : GrantDocument
{
    [JsonRequired]
    [Description("clear: the value. mask: a partial view. handle: a reference that groups equal values and tells nothing.")]
    public Form? Form { get; init; }
}
