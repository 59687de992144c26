using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("A cookie that holds one value of personal data.")]
internal sealed record CookieDocument
{
    [JsonRequired]
    [Description("The exact name.")]
    [RegularExpression(Patterns.Cookie, ErrorMessage = Patterns.CookieRemedy)]
    public string? Cookie { get; init; }

    [JsonRequired]
    [Description("What it holds, as in fields.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }

    [Description("As in fields.")]
    public FieldProtection? Protection { get; init; } = FieldProtection.Randomised;

    [Description("As in fields.")]
    [RegularExpression(@"^\S.{0,499}$", ErrorMessage = "Write a reason of up to 500 characters in one line.")]
    public string? AcceptGuessable { get; init; }

    [Description("As in headers.")]
    public ValueEncoding? Encoding { get; init; } = ValueEncoding.Plain;
}
