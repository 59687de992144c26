using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("A header of requests that holds one value of personal data.")]
internal sealed record HeaderDocument
{
    [JsonRequired]
    [Description("The name. Credentials, headers that name an identity and those that HTTP or the gateway reads are refused.")]
    [RegularExpression(Patterns.Header, ErrorMessage = Patterns.HeaderRemedy)]
    public string? Header { get; init; }

    [JsonRequired]
    [Description("What it holds, as in fields.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }

    [Description("write: the service stores it. search: the service looks for it; the value becomes the token of the searchable field of the class.")]
    public ValueUse? Use { get; init; } = ValueUse.Write;

    [Description("For write, as in fields. Default: randomised.")]
    public FieldProtection? Protection { get; init; } = null;

    [Description("As in fields.")]
    [RegularExpression(@"^\S.{0,499}$", ErrorMessage = "Write a reason of up to 500 characters in one line.")]
    public string? AcceptGuessable { get; init; }

    [Description("How callers write the value. plain: printable ASCII without comma, semicolon, quotation mark and backslash. percent: percent-encoded UTF-8, as encodeURIComponent writes it.")]
    public ValueEncoding? Encoding { get; init; } = ValueEncoding.Plain;

    [Description("For search: how the service takes the tokens of two keys while the lookup key is rotated: list, both in one value. Without it the lookup key cannot be rotated.")]
    public TwoTokensWay? TwoTokens { get; init; } = null;

    [Description("Between the tokens of a list: a comma or a colon. Default: a comma.")]
    [RegularExpression("^[,:]$", ErrorMessage = "Use a comma or a colon; other characters have a meaning of their own there.")]
    public string? Separator { get; init; } = ",";
}
