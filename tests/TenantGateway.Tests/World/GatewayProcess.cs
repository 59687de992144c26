using System.Globalization;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>One process of a gateway in its role, on three ports of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly int _ports;
    private readonly HttpClient _health;
    private ChildProgram? _program;

    /// <param name="role">What it is started as.</param>
    /// <param name="place">Tells it from others of its role.</param>
    /// <param name="taken">The first ports of the others.</param>
    public GatewayProcess(string role, int place, ICollection<int> taken)
    {
        (Role, Place) = (role, place);
        do _ports = DemoProcess.FreePortBase();
        while (taken.Any(other => Math.Abs(other - _ports) < 4));
        taken.Add(_ports);
        _health = LoopbackClient.Create(role == "proxy" ? Probes : Admin);
    }

    public string Role { get; }

    public int Place { get; }

    public bool HasData => Role != "admin";

    public bool HasAdmin => Role != "proxy";

    public Uri Data => At(0);

    public Uri Admin => At(1);

    public Uri Probes => At(2);

    public bool HasExited => _program?.HasExited ?? true;

    /// <summary>What it said, by its end or so far.</summary>
    public string Output => $"{_program?.Output}\n{_program?.Error}";

    /// <param name="command">What runs it.</param>
    /// <param name="settings">Of the process.</param>
    public void Start(IEnumerable<string> command, IReadOnlyDictionary<string, string?> settings) => _program = ChildProgram.Start(
        [.. command, "--role", Role],
        [("ASPNETCORE_ENVIRONMENT", "Development"), .. settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))]);

    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(cancellationToken))
        {
            if (HasExited) throw new InvalidOperationException($"The {Role} does not start: {_program?.Error}");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>What its check of keys says.</summary>
    public async Task<JsonNode> KeyHealthAsync(CancellationToken cancellationToken)
    {
        var report = await HealthAsync(cancellationToken);
        return report["checks"]?["keys"] ?? throw new InvalidDataException($"The {Role} says nothing of keys: {report}");
    }

    /// <summary>What it says of itself.</summary>
    public async Task<JsonNode> HealthAsync(CancellationToken cancellationToken)
    {
        using var response = await _health.GetAsync("healthz/ready", cancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) ?? throw new InvalidDataException($"The {Role} says nothing.");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_program is not { } program) return;
        _program = null;
        program.Kill();
        await program.DisposeAsync();
    }

    /// <param name="signal">As <c>kill</c> takes it.</param>
    public Task SignalAsync(string signal) => _program?.SignalAsync(signal) ?? Task.CompletedTask;

    /// <summary>Ends it in order.</summary>
    public async Task StopAsync()
    {
        if (_program is not { } program) return;
        _program = null;
        await program.SignalAsync("-TERM");
        await program.ExitAsync();
        await program.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null) await _program.DisposeAsync();
        _health.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _health.GetAsync("healthz/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Uri At(int offset) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ports + offset}/"));
}
