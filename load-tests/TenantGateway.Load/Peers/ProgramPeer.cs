using System.Globalization;
using TenantGateway.Faults.Load;
using TenantGateway.Load.Processes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Peers;

/// <summary>A proxy that is any program on loopback.</summary>
internal sealed class ProgramPeer : Peer
{
    private readonly ChildProgram _program;
    private readonly HttpClient? _allocations;

    private ProgramPeer(string name, Uri address, bool protects, ChildProgram program, HttpClient? allocations) =>
        (Name, Address, Protects, _program, _allocations) = (name, address, protects, program, allocations);

    public override string Name { get; }

    public override Uri Address { get; }

    public override bool Protects { get; }

    public override TimeSpan Cpu => ProcessFigures.CpuWithChildrenOf(_program.Id);

    public override TimeSpan CompilerCpu => CompilerCpuOf(_program.Id);

    /// <param name="name">In the report.</param>
    /// <param name="protects">Whether it rewrites bodies.</param>
    /// <param name="command">By the port where it listens.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static Task<ProgramPeer> StartAsync(string name, bool protects, Func<string, IEnumerable<string>> command, CancellationToken cancellationToken) =>
        StartAsync(name, protects, command, countsAllocations: false, cancellationToken);

    /// <summary>YARP as a mode of this program.</summary>
    public static Task<ProgramPeer> StartYarpAsync(string name, string verb, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        StartAsync(name, protects: false, port => Cores.Own([verb, port, .. arguments]), countsAllocations: true, cancellationToken);

    public override async Task<long?> AllocatedAsync(CancellationToken cancellationToken) => _allocations is null
        ? null
        : long.Parse(await _allocations.GetStringAsync(BareYarp.AllocatedPath, cancellationToken), CultureInfo.InvariantCulture);

    public override async ValueTask DisposeAsync()
    {
        _allocations?.Dispose();
        // In order, because nginx ends its workers itself.
        if (!_program.HasExited) await _program.SignalAsync("-TERM");
        await _program.ExitAsync();
        await _program.DisposeAsync();
    }

    private static async Task<ProgramPeer> StartAsync(string name, bool protects, Func<string, IEnumerable<string>> command, bool countsAllocations, CancellationToken cancellationToken)
    {
        var port = DemoProcess.FreePortBase();
        var address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
        // The environment of the gateway, which takes issuers without TLS nowhere else.
        var program = ChildProgram.Start([.. Cores.BeforeProxy, .. command(port.ToString(CultureInfo.InvariantCulture))], ("ASPNETCORE_ENVIRONMENT", "Development"));
        try
        {
            await Started.AnswersAsync(address, "/", program, cancellationToken);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }

        return new ProgramPeer(name, address, protects, program, countsAllocations ? LoopbackClient.Create(address) : null);
    }
}
