namespace TenantGateway.Core.Tests.Vectors;

/// <inheritdoc cref="VectorFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorTheoryAttribute : TheoryAttribute
{
    public VectorTheoryAttribute(string file)
    {
        if (!File.Exists(VectorFile.PathOf(file))) Skip = $"../shared/vectors/{file} is not there";
    }
}
