using TenantGateway.Faults.Load;

namespace TenantGateway.Load.Peers;

/// <summary>A proxy that is measured: a process, or several, on the cores of the proxies.</summary>
internal abstract class Peer : IAsyncDisposable
{
    // ".NET Tiered Compilation Worker", as Linux cuts it off.
    private const string Compiler = ".NET Tiered Com";

    public abstract string Name { get; }

    /// <summary>Where it listens.</summary>
    public abstract Uri Address { get; }

    /// <summary>Whether the service gets stored tokens in place of values.</summary>
    public virtual bool Protects => false;

    /// <summary>CPU that it has used.</summary>
    public abstract TimeSpan Cpu { get; }

    /// <summary>Part of it that went into compiling code that runs often, by a thread which ends when there is nothing to compile; zero where nothing is compiled.</summary>
    public abstract TimeSpan CompilerCpu { get; }

    /// <summary>Bytes that it has allocated; null where nobody counts them.</summary>
    public virtual Task<long?> AllocatedAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public abstract ValueTask DisposeAsync();

    protected static TimeSpan CompilerCpuOf(int process) => ProcessFigures.CpuOfThreads(process, Compiler);
}
