using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("Fields of forms that hold one class of personal data, in application/x-www-form-urlencoded and multipart/form-data alike.")]
internal sealed record FormDocument
{
    [JsonRequired]
    [MinLength(1)]
    [Description("One name or several, exactly and decoded. A name that comes several times is a list: each value is covered.")]
    [RegularExpression(Patterns.Parameter, ErrorMessage = Patterns.ParameterRemedy)]
    public OneOrMany? Field { get; init; }

    [JsonRequired]
    [Description("What the fields hold, as in fields.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string? Class { get; init; }

    [Description("As in fields.")]
    public FieldProtection? Protection { get; init; } = FieldProtection.Randomised;

    [Description("As in fields.")]
    [RegularExpression(@"^\S.{0,499}$", ErrorMessage = "Write a reason of up to 500 characters in one line.")]
    public string? AcceptGuessable { get; init; }

    [Description("As in fields.")]
    public ValueShape? Shape { get; init; } = null;

    [Description("As in fields.")]
    public UnfitValue? Unfit { get; init; } = null;

    [Description("As in fields.")]
    [RegularExpression(@"^\S.{0,499}$", ErrorMessage = "Write a reason of up to 500 characters in one line.")]
    public string? AllowUnauthenticated { get; init; }
}
