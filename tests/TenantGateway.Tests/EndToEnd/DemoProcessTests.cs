using System.Net;
using System.Net.Sockets;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd;

public sealed class DemoProcessTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Check_PrintsWhatItSawAndPasses()
    {
        await using var demo = ChildProgram.Start(DemoProcess.Command(DemoProcess.FreePortBase(), _state.Path, "--check"));
        var exit = await demo.ExitAsync();

        Assert.True(exit == 0, $"{demo.Output}\n{demo.Error}");
        var lines = demo.Output.Split('\n');
        Assert.All(lines[..^1], line => Assert.StartsWith("ok   | ", line, StringComparison.Ordinal));
        Assert.Equal($"{lines.Length - 1} of {lines.Length - 1} as expected", lines[^1]);
    }

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Production")]
    [InlineData("DOTNET_ENVIRONMENT", "Staging")]
    public async Task OutsideDevelopment_DoesNotRun(string variable, string environment)
    {
        var ports = DemoProcess.FreePortBase();
        await using var demo = ChildProgram.Start(DemoProcess.Command(ports, _state.Path), (variable, environment));

        Assert.Equal(1, await demo.ExitAsync());
        Assert.Contains($"runs in Development only, and {variable} is {environment}", demo.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_state.Path));
    }

    [Fact]
    public async Task PortThatIsTaken_IsNamed()
    {
        var ports = DemoProcess.FreePortBase();
        using var taken = new TcpListener(IPAddress.Loopback, ports + 1);
        taken.Start();
        await using var demo = ChildProgram.Start(DemoProcess.Command(ports, _state.Path));

        Assert.Equal(1, await demo.ExitAsync());
        Assert.Contains($"127.0.0.1:{ports + 1}: address already in use", demo.Error, StringComparison.Ordinal);
        Assert.Contains("Another --port-base", demo.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", demo.Output + demo.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task Signal_EndsItInOrder(string signal)
    {
        var ports = DemoProcess.FreePortBase();
        await using var demo = await DemoProcess.StartAsync(ports, _state.Path);
        // A connection that stays open, as callers' do.
        using (await demo.Client.GetAsync("crm/contacts"))
        {
            await demo.Program.SignalAsync(signal);
            Assert.Equal(0, await demo.Program.ExitAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        }

        Assert.Equal("", demo.Program.Error);
        Assert.All(Enumerable.Range(ports, 4), port => Assert.True(DemoProcess.IsFree(port)));
        Assert.NotEmpty(await AuditRecords.ReadAsync(Path.Combine(_state.Path, "gateway"), "operator"));
    }
}
