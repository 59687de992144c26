using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies.Documents;

internal sealed record AccessDocument
{
    [Description("What callers may say they need values for, in the header X-Purpose.")]
    public PurposeDocument?[]? Purposes { get; init; } = [];

    [Description("Who sees which class, and in which form. Where several rules match, the most revealing form wins; where none does, the caller gets a handle.")]
    public RevealDocument?[]? Reveal { get; init; } = [];

    [Description("Who may send new values of which class.")]
    public GrantDocument?[]? Write { get; init; } = [];

    [Description("Who may search by values of which class.")]
    public GrantDocument?[]? Search { get; init; } = [];

    [Description("Who has no right, whatever grants it.")]
    public DenyDocument?[]? Deny { get; init; } = [];

    [Description("How many different values one caller may search by, or write into searchable fields: whoever may try many can guess.")]
    public LimitDocument?[]? Limits { get; init; } = [];
}

/// <summary>Whom a rule names.</summary>
internal record HolderDocument
{
    [Description("Roles of the token.")]
    [RegularExpression(@"^\S(.{0,126}\S)?$", ErrorMessage = "Use 1 to 128 characters without white space at either end.")]
    public string?[]? Roles { get; init; } = [];

    // RFC 6749 section 3.3: scope-token
    [Description("Scopes of the token.")]
    [RegularExpression(Patterns.Scope, ErrorMessage = Patterns.ScopeRemedy)]
    public string?[]? Scopes { get; init; } = [];

    [Description("Services by their registered names. Roles and scopes alone cover people only.")]
    [RegularExpression(Patterns.Service, ErrorMessage = Patterns.ServiceRemedy)]
    public string?[]? Services { get; init; } = [];
}

[Description("A purpose, and who may state it: whoever has one of the roles or scopes or is one of the services, by a token of one of the clients. At least one of the four is needed.")]
internal sealed record PurposeDocument : HolderDocument
{
    [JsonRequired]
    [Description("As callers state it and records tell it.")]
    [RegularExpression(Patterns.Purpose, ErrorMessage = Patterns.PurposeRemedy)]
    public string? Name { get; init; }

    [Description("Applications, by the client id of the token.")]
    [RegularExpression(@"^[\u0021-\u007e]{1,255}$", ErrorMessage = "Use 1 to 255 printable ASCII characters without space.")]
    public string?[]? Clients { get; init; } = [];
}

internal record RuleDocument : HolderDocument
{
    [JsonRequired]
    [MinLength(1)]
    [Description("Classes that fields or parameters of this policy use.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string?[]? Classes { get; init; }

    [Description("Purposes of this policy, one of which the caller must state.")]
    [RegularExpression(Patterns.Purpose, ErrorMessage = Patterns.PurposeRemedy)]
    public string?[]? Purposes { get; init; } = [];
}

[Description("Covers every person who has one of the roles or one of the scopes, and every service that is named, where all conditions beside hold.")]
internal record GrantDocument : RuleDocument
{
    [Description("Scopes that the token must have besides, all of them.")]
    [RegularExpression(Patterns.Scope, ErrorMessage = Patterns.ScopeRemedy)]
    public string?[]? AlsoScopes { get; init; } = [];

    [Description("The oldest login that will do, in seconds.")]
    [Range(60, 86_400)]
    public int? MaxLoginAgeSeconds { get; init; } = null;

    [Description("Whether a caller whose login is too old is told so by a challenge of RFC 9470. Default: false.")]
    public bool? StepUp { get; init; } = false;
}

[Description("Gives a form to every person who has one of the roles or one of the scopes, and to every service that is named, where all conditions beside hold.")]
internal sealed record RevealDocument : GrantDocument
{
    [JsonRequired]
    [Description("clear: the value. mask: a partial view. handle: a reference that groups equal values and tells nothing.")]
    public Form? Form { get; init; }
}

[Description("Takes rights away from everybody who has one of the roles or scopes or is one of the services. At least one of them, or a purpose, is needed.")]
internal sealed record DenyDocument : RuleDocument
{
    [MinLength(1)]
    [Description("What is taken away. Default: everything.")]
    public DeniedRight?[]? Rights { get; init; } = [DeniedRight.Reveal, DeniedRight.Write, DeniedRight.Search];
}

[Description("Bounds the different values of a class that one caller sends in a time.")]
internal sealed record LimitDocument
{
    [JsonRequired]
    [MinLength(1)]
    [Description("Classes of searchable fields or of parameters.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string?[]? Classes { get; init; }

    [Description("How many it may be searched by. Default: 1000.")]
    [Range(1, 100_000)]
    public int? DistinctSearches { get; init; } = null;

    [Description("How many may be written into searchable fields. Default: no bound.")]
    [Range(1, 100_000)]
    public int? DistinctWrites { get; init; } = null;

    [Description("The time, in seconds. Default: 3600.")]
    [Range(60, 86_400)]
    public int? PerSeconds { get; init; } = 3600;
}

/// <summary>The words a policy uses for <see cref="AccessRights"/>.</summary>
internal enum DeniedRight
{
    Reveal,
    Write,
    Search,
}
