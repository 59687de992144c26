using TenantGateway.Diagnostics;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Starting;

/// <summary>What the program does besides serving.</summary>
public sealed class GatewayCommandsTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Migrate_MakesTheDatabaseAndEnds()
    {
        Assert.Equal(0, await RunAsync(["--migrate", $"--Gateway:Storage:Directory={_state.Path}"]));
        Assert.True(File.Exists(Path.Combine(_state.Path, "gateway.db")));
        // A second time there is nothing to do.
        Assert.Equal(0, await RunAsync(["--migrate", $"--Gateway:Storage:Directory={_state.Path}"]));
    }

    [Fact]
    public async Task MigrateThatCannot_SaysWhyInOneMessage()
    {
        await using var program = ChildProgram.Start([.. ChildProgram.Dotnet("TenantGateway"), "--migrate"], ("ASPNETCORE_ENVIRONMENT", "Production"));

        Assert.Equal(1, await program.ExitAsync());
        Assert.StartsWith("The database is not migrated:\n  Gateway:Storage:Directory is not set.", program.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role", "proxy", "--migrate")]
    [InlineData("--migrate", "--probe")]
    [InlineData("--migrate", "--migrate")]
    public async Task CommandThatIsNotTheFirstArgument_IsRefused(params string[] args) => Assert.Equal(1, await RunAsync(args));

    [Fact]
    public async Task Probe_TellsWhoIsWell()
    {
        await using var world = await GatewayWorld.StartAsync();
        var ready = new Uri(world.Admin.BaseAddress!, "healthz/ready").ToString();

        Assert.Equal((0, $"{ready}: 200 healthy\n"), await ProbeAsync(ready));
        var nowhere = new Uri(world.Admin.BaseAddress!, "nowhere").ToString();
        var (code, output) = await ProbeAsync(ready, nowhere);
        Assert.Equal(1, code);
        Assert.Matches($"^{ready}: 200 healthy\n{nowhere}: 4[0-9]+ without a status\n$", output);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/healthz/ready", "http://127.0.0.1:1/healthz/ready: ConnectionError\n")]
    [InlineData("file:///etc/passwd", "file:///etc/passwd: no address. Give http(s)://HOST:PORT/PATH.\n")]
    public async Task ProbeOfNobody_Fails(string address, string told) => Assert.Equal((1, told), await ProbeAsync(address));

    [Fact]
    public async Task ProbeOfNothing_Fails() => Assert.Equal(1, (await ProbeAsync()).Code);

    private static Task<int> RunAsync(string[] args) => GatewayCommands.RunAsync(args, _ => throw new InvalidOperationException("It serves."));

    private static async Task<(int Code, string Output)> ProbeAsync(params string[] addresses)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        return (await HealthQuestion.RunAsync(addresses, output, CancellationToken.None), output.ToString());
    }
}
