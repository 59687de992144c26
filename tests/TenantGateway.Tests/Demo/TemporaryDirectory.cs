namespace TenantGateway.Tests.Demo;

/// <summary>A directory of the test's own, gone when it ends.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tenantgateway-demo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
