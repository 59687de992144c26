using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("What holds for all values of one class, wherever they stand.")]
internal sealed record ClassDocument
{
    [JsonRequired]
    [Description("A class of this policy.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }

    [Description("Whether no value may be sent at all, such as of the special categories of GDPR Article 9: whoever sends one is refused.")]
    public bool? Forbidden { get; init; } = false;

    [Description("What values must be; others are refused. Where tokens are equal it is text unless said otherwise, elsewhere anything.")]
    public ValueKind? Type { get; init; } = null;

    [MinLength(1)]
    [Description("What is evened out before searchable tokens and pseudonyms are made, in this order: trim white space, lower case, digits alone with a plus sign in front. What comes back is the value as it was evened out.")]
    public CanonicalStep?[]? Canonical { get; init; } = [];
}
