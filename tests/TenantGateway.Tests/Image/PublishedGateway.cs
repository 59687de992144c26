using System.Reflection;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Image;

/// <summary>The gateway as the image holds it: published by the image's profile, from what was built with the tests.</summary>
public sealed class PublishedGateway : IAsyncLifetime
{
    public const string Profile = "Container";

    private readonly TemporaryDirectory _output = new();

    public string Path => _output.Path;

    public static string PathOfProfile(string name) => SourceTree.PathOf("src", "TenantGateway", "Properties", "PublishProfiles", $"{name}.pubxml");

    public async Task InitializeAsync()
    {
        var configuration = typeof(PublishedGateway).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await using var publish = ChildProgram.Start(
            ["dotnet", "publish", SourceTree.PathOf("src", "TenantGateway"), "--no-build", "-c", configuration, $"-p:PublishProfile={Profile}", "-o", Path, "-nodeReuse:false"],
            ("MSBUILDDISABLENODEREUSE", "1"));

        Assert.True(await publish.ExitAsync(TimeSpan.FromMinutes(2)) == 0, publish.Output + publish.Error);
    }

    public Task DisposeAsync()
    {
        _output.Dispose();
        return Task.CompletedTask;
    }
}
