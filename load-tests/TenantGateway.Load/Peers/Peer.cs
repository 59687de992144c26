using System.Globalization;
using TenantGateway.Faults.Load;
using TenantGateway.Load.Processes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Peers;

/// <summary>A proxy that is measured: a process, or several, on the cores of the proxies.</summary>
internal abstract class Peer : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>Where it listens.</summary>
    public abstract Uri Address { get; }

    /// <summary>Whether the service gets stored tokens in place of values.</summary>
    public virtual bool Protects => false;

    /// <summary>CPU that it has used.</summary>
    public abstract TimeSpan Cpu { get; }

    /// <summary>Bytes that it has allocated; null where nobody counts them.</summary>
    public virtual Task<long?> AllocatedAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public abstract ValueTask DisposeAsync();
}

/// <summary>YARP as a mode of this program.</summary>
internal sealed class YarpPeer : Peer
{
    private readonly ChildProgram _program;
    private readonly HttpClient _client;

    private YarpPeer(string name, Uri address, ChildProgram program) => (Name, Address, _program, _client) = (name, address, program, LoopbackClient.Create(address));

    public override string Name { get; }

    public override Uri Address { get; }

    public override TimeSpan Cpu => ProcessFigures.CpuOf(_program.Id);

    public static async Task<YarpPeer> StartAsync(string name, string verb, string[] arguments, CancellationToken cancellationToken)
    {
        var port = DemoProcess.FreePortBase();
        var program = ChildProgram.Start(
            [.. Cores.BeforeProxy, .. Cores.Own([verb, port.ToString(CultureInfo.InvariantCulture), .. arguments])], ("ASPNETCORE_ENVIRONMENT", "Development"));
        var peer = new YarpPeer(name, new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri, program);
        await Started.AnswersAsync(peer.Address, BareYarp.AllocatedPath, program, cancellationToken);
        return peer;
    }

    public override async Task<long?> AllocatedAsync(CancellationToken cancellationToken) =>
        long.Parse(await _client.GetStringAsync(BareYarp.AllocatedPath, cancellationToken), CultureInfo.InvariantCulture);

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }
}
