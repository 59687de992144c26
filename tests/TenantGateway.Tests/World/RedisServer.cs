using System.Globalization;

namespace TenantGateway.Tests.World;

/// <summary>A real Redis on a free port, unprivileged, which keeps nothing on disk.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Func<string, string[]> _arguments;
    private ChildProgram? _program;

    private RedisServer(int port, Func<string, string[]> arguments) => (Port, _arguments) = (port, arguments);

    /// <summary>Why there can be none here, or null where there can.</summary>
    public static string? Missing { get; } =
        File.Exists("/usr/bin/redis-server") && File.Exists("/usr/bin/redis-cli") ? null : "needs redis-server; tests/run --install installs it";

    public int Port { get; }

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    private ChildProgram Program => _program ?? throw new InvalidOperationException("It has not been started.");

    /// <param name="more">Further arguments of the server.</param>
    public static Task<RedisServer> StartAsync(params string[] more) => StartAsync(port => ["--port", port, .. more]);

    /// <param name="arguments">The arguments that say where it listens, and others, by the port.</param>
    public static async Task<RedisServer> StartAsync(Func<string, string[]> arguments)
    {
        var server = new RedisServer(DemoProcess.FreePortBase(), arguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>On the same port, empty.</summary>
    public async Task StartAgainAsync()
    {
        string[] unprivileged = Environment.UserName == "root" ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        if (_program is { } former) await former.DisposeAsync();
        _program = ChildProgram.Start([.. unprivileged, "/usr/bin/redis-server", "--bind", "127.0.0.1", "--dir", "/", "--save", "", "--appendonly", "no", .. _arguments(Port.ToString(CultureInfo.InvariantCulture))]);
        await Eventually.IsTrueAsync(() => Program.HasExited || Program.Output.Contains("Ready to accept connections", StringComparison.Ordinal), "Redis is ready");
        Assert.False(Program.HasExited, Program.Output + Program.Error);
    }

    public async Task KillAsync()
    {
        Program.Kill();
        await Program.ExitAsync();
    }

    /// <summary>It keeps its connections and answers nothing.</summary>
    public Task PauseAsync() => Program.SignalAsync("-STOP");

    public Task ResumeAsync() => Program.SignalAsync("-CONT");

    /// <summary>Asks it something by its own client.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        await using var client = ChildProgram.Start(["/usr/bin/redis-cli", "-p", Port.ToString(CultureInfo.InvariantCulture), .. command]);
        Assert.True(await client.ExitAsync() == 0, client.Output + client.Error);
        return client.Output;
    }

    /// <summary>How many commands were sent to it; what a script runs is one with the script.</summary>
    public async Task<long> CommandsAsync()
    {
        var sent = 0L;
        foreach (var command in (string[])["evalsha", "eval", "publish", "ping"]) sent += await CallsAsync(command);
        return sent;
    }

    /// <summary>How often one was run, by its name; what scripts run themselves is not counted under the script's.</summary>
    public async Task<long> CallsAsync(string command)
    {
        var stats = await AskAsync("INFO", "commandstats");
        var line = stats.Split('\n').SingleOrDefault(line => line.StartsWith($"cmdstat_{command}:calls=", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split('=', ',')[1], CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}

/// <summary>A test that needs a Redis; skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Missing;
}

/// <inheritdoc cref="RedisFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisServer.Missing;
}
