using System.Globalization;
using TenantGateway.Tests.Roles;
using Xunit.Abstractions;

namespace TenantGateway.Tests.Image;

/// <summary>What the image holds runs where next to nothing is allowed.</summary>
public sealed class ContainerTests(PublishedGateway published, ITestOutputHelper told) : IClassFixture<PublishedGateway>
{
    [ContainerFact]
    public async Task ReadOnlyRootWithoutHomeAndLittleMemory_ServesAndEndsInOrder()
    {
        await using var world = await RoleWorld.StartAsync();
        await using var container = new Container(published, world);

        await world.ReadyAsync(container.Program, world.Admin);
        await world.CreateTenantAsync("acme");
        for (var i = 0; i < 50; i++) Assert.Equal((200, null), await world.WriteContactAsync("agent@acme"));

        Assert.DoesNotContain("Lovelace", world.Service.Last.Text, StringComparison.Ordinal);
        Assert.Contains("\"pn1.", world.Service.Last.Text, StringComparison.Ordinal);
        AssertConfined(container);
        told.WriteLine($"The gateway held {container.Status("VmHWM")} at most, {(container.LimitName is not null ? "limited by the kernel" : "without a limit of the kernel's")}.");
        Assert.InRange(Kilobytes(container.Status("VmHWM")), 1, Container.MemoryBytes / 1024);
        await container.EndAsync();
        Assert.True(await container.Program.ExitAsync() == 0, container.Program.Error);
        Assert.Equal("", container.Program.Error);
    }

    [Fact]
    public void Output_HoldsNoDevelopmentAndNoOtherPlatform()
    {
        var files = Directory.EnumerateFiles(published.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(published.Path, file)).ToList();

        Assert.Contains("TenantGateway.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("Demo", StringComparison.Ordinal) || file.StartsWith("OpenIddict", StringComparison.Ordinal) || file.Contains("appsettings", StringComparison.Ordinal));
        Assert.Equal(["linux-arm64", "linux-x64"], files.Where(file => file.StartsWith("runtimes/", StringComparison.Ordinal)).Select(file => file.Split('/')[1]).Distinct().Order());
    }

    private static void AssertConfined(Container container)
    {
        Assert.Equal("1654", container.User);
        Assert.Equal("0000000000000000", container.Status("CapEff"));
        if (container.LimitName is { } limit) Assert.Contains(limit, container.Groups, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME", container.EnvironmentNames);
        Assert.Equal(["/tmp", "/var/lib/tenant-gateway", "/var/lib/tenant-gateway-tombstones"], container.WritablePlaces);
        Assert.False(container.Has("/bin/sh") || container.Has("/usr/bin/sh"), "There is a shell.");
    }

    private static long Kilobytes(string size) => long.Parse(size.Split(' ')[0], CultureInfo.InvariantCulture);
}
