using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("A query parameter that searches by personal data: its value becomes the token of the searchable field.")]
internal sealed record QueryDocument
{
    [JsonRequired]
    [Description("The exact name, percent-decoded.")]
    [RegularExpression(Patterns.Parameter, ErrorMessage = Patterns.ParameterRemedy)]
    public string? Parameter { get; init; }

    [JsonRequired]
    [Description("The class of the searchable field.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }

    [Description("How the service takes the tokens of two keys while the lookup key is rotated. repeat: the parameter comes twice. list: one parameter with both. fan-out: the gateway asks twice and joins the answers. Without it the lookup key cannot be rotated.")]
    public TwoTokensWay? TwoTokens { get; init; } = null;

    [Description("Between the tokens of a list: a comma, semicolon, bar, colon or space. Default: a comma.")]
    [RegularExpression("^[,;|: ]$", ErrorMessage = "Use one of comma, semicolon, bar, colon and space; other characters occur in tokens.")]
    public string? Separator { get; init; } = ",";

    [Description("Needed for fan-out: the path to the array of rows in an answer, such as $.items, or $ where the answer is the array.")]
    public string? Items { get; init; } = "";

    [Description("Needed for fan-out: the path from a row to what tells it from all others, such as $.id.")]
    public string? Id { get; init; } = "";

    [Description("For fan-out: one path or several to numbers that tell how many rows the answer holds, such as $.count.")]
    public OneOrMany? Counts { get; init; } = OneOrMany.None;

    [Description("For fan-out: the names of further parameters that may stand beside this one. They filter; none of them pages or sorts.")]
    [RegularExpression(Patterns.Parameter, ErrorMessage = Patterns.ParameterRemedy)]
    public string?[]? Beside { get; init; } = [];
}
