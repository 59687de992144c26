using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("What holds no personal data although no rule names it.")]
internal sealed record PlainDocument
{
    [Description("Paths in JSON bodies, as in fields; everything inside is meant, but what a rule names is protected all the same.")]
    public OneOrMany? Select { get; init; } = OneOrMany.None;

    [Description("Query parameters, exactly and decoded.")]
    [RegularExpression(Patterns.Parameter, ErrorMessage = Patterns.ParameterRemedy)]
    public OneOrMany? Query { get; init; } = OneOrMany.None;

    [Description("Fields of forms, exactly and decoded.")]
    [RegularExpression(Patterns.Parameter, ErrorMessage = Patterns.ParameterRemedy)]
    public OneOrMany? Form { get; init; } = OneOrMany.None;
}
