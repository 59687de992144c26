using System.Text.Json.Serialization;

namespace TenantGateway.Admin;

/// <summary>One thing that is wrong with a definition.</summary>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">How to mend it.</param>
internal sealed record DefinitionProblem(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("problem")] string Problem,
    [property: JsonPropertyName("remedy")] string Remedy);
