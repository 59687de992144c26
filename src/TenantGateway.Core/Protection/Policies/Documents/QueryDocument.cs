using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("A query parameter that searches by personal data: its value becomes the token of the searchable field.")]
internal sealed record QueryDocument
{
    [JsonRequired]
    [Description("The exact name, percent-decoded.")]
    [RegularExpression(@"^[^\u0000-\u001f]{1,256}$", ErrorMessage = "Use 1 to 256 characters, none of them a control character.")]
    public string? Parameter { get; init; }

    [JsonRequired]
    [Description("The class of the searchable field.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }
}
