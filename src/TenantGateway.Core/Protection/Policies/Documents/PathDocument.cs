using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("A segment of the path that searches by personal data: its value becomes the token of the searchable field.")]
internal sealed record PathDocument
{
    [JsonRequired]
    [Description("How the path begins, with the value in braces: /contacts/{email}. * stands for any one segment; what follows makes no difference. Case is ignored.")]
    [RegularExpression(Patterns.Template, ErrorMessage = Patterns.TemplateRemedy)]
    public string? Template { get; init; }

    [JsonRequired]
    [Description("The class of the searchable field.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }

    [Description("How the service takes the tokens of two keys while the lookup key is rotated: list, both in the segment. Without it the lookup key cannot be rotated.")]
    public TwoTokensWay? TwoTokens { get; init; } = null;

    [Description("Between the tokens of a list: a comma or a colon. Default: a comma.")]
    [RegularExpression("^[,:]$", ErrorMessage = "Use a comma or a colon; other characters have a meaning of their own there.")]
    public string? Separator { get; init; } = ",";
}
