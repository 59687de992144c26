using TenantGateway.Faults.Load;

namespace TenantGateway.Load.Processes;

/// <summary>
/// A gateway as it is deployed where throughput counts: a process of the role <c>proxy</c>, which has the traffic, and one of the role <c>admin</c>, which has what is done beside it: keys, index, alarms
/// and signatures of the audit log. Whatever is counted is counted of both.
/// </summary>
internal sealed class DeployedGateway : IAsyncDisposable
{
    // What the chart's requests, 250m and 100m of a processor, make of the weights of both on one core.
    private const string AdminNiceness = "4";

    private readonly MeasuredGateway _proxy;
    private readonly MeasuredGateway _admin;

    private DeployedGateway(MeasuredGateway proxy, MeasuredGateway admin) => (_proxy, _admin) = (proxy, admin);

    /// <summary>Where tenants ask.</summary>
    public Uri Address => _proxy.DataAddress;

    public TimeSpan Cpu => ProxyCpu + AdminCpu;

    public TimeSpan ProxyCpu => _proxy.Cpu;

    public TimeSpan AdminCpu => _admin.Cpu;

    public IReadOnlyList<int> ProcessIds => [_proxy.ProcessId, _admin.ProcessId];

    public long ResidentMegabytes => _proxy.Memory.Now + _admin.Memory.Now;

    /// <summary>Open file descriptors.</summary>
    public int Handles => ProcessIds.Sum(process => Directory.GetFiles($"/proc/{process}/fd").Length);

    /// <param name="settings">Of both.</param>
    /// <param name="build">The directory of another build; null for the one that was built with this.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<DeployedGateway> StartAsync(IReadOnlyDictionary<string, string?> settings, string? build, CancellationToken cancellationToken)
    {
        var admin = await StartAsync("admin", settings, build, cancellationToken, "nice", "-n", AdminNiceness);
        try
        {
            return new DeployedGateway(await StartAsync("proxy", settings, build, cancellationToken), admin);
        }
        catch
        {
            await admin.DisposeAsync();
            throw;
        }
    }

    /// <summary>What both say of themselves, as Prometheus reads it.</summary>
    public async Task<string> MetricsAsync(CancellationToken cancellationToken) =>
        $"{await _proxy.Operations.GetStringAsync("metrics", cancellationToken)}\n{await _admin.Operations.GetStringAsync("metrics", cancellationToken)}";

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _admin.DisposeAsync();
    }

    private static Task<MeasuredGateway> StartAsync(string role, IReadOnlyDictionary<string, string?> settings, string? build, CancellationToken cancellationToken, params string[] under) =>
        MeasuredGateway.StartAsync(new Dictionary<string, string?>(settings) { ["Gateway:Role"] = role }, cancellationToken, build, [.. under, .. Cores.BeforeProxy]);
}
