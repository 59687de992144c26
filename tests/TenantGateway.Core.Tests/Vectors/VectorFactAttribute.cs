namespace TenantGateway.Core.Tests.Vectors;

/// <summary>A test over one vector file, skipped by name where the file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VectorFactAttribute : FactAttribute
{
    public VectorFactAttribute(string file)
    {
        if (!File.Exists(VectorFile.PathOf(file))) Skip = $"../shared/vectors/{file} is not there";
    }
}
