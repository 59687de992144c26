using System.Text;

namespace TenantGateway.Tests.Proxies;

/// <summary>A fault that a <see cref="FaultProxy"/> has now. Disposed, it is over, and what it held passes.</summary>
internal sealed class ActiveFault : IDisposable
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FaultProxy _proxy;
    private readonly byte[]? _text;
    private readonly byte[]? _since;
    private int _seen;

    public ActiveFault(FaultProxy proxy, ProxyFault fault)
    {
        (_proxy, Fault, _text, _since) = (proxy, fault, BytesOf(fault.Text), BytesOf(fault.Since));
    }

    public ProxyFault Fault { get; }

    /// <summary>Completes when it acts for the first time.</summary>
    public Task Met => _met.Task;

    public Task Over => _over.Task;

    /// <summary>How often it was met, acting or not.</summary>
    public int Seen => Volatile.Read(ref _seen);

    public void Dispose()
    {
        _proxy.Remove(this);
        _over.TrySetResult();
    }

    /// <summary>Whether it acts on a piece.</summary>
    /// <param name="flow">Where it goes.</param>
    /// <param name="passed">How many bytes of the connection went there before.</param>
    /// <param name="tail">The last of them.</param>
    /// <param name="piece">What came.</param>
    /// <param name="primed">The faults for which this connection has come to their <see cref="ProxyFault.Since"/>.</param>
    public bool Meets(Flow flow, long passed, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> piece, ISet<ActiveFault> primed)
    {
        if (flow != Fault.On || passed + piece.Length <= Fault.After) return false;
        if (_since is not null && !primed.Contains(this))
        {
            if (Holds(_since, tail, piece)) primed.Add(this);
            return false;
        }

        if (_text is not null && !Holds(_text, tail, piece)) return false;
        var number = Interlocked.Increment(ref _seen);
        if (number <= Fault.Skip || number - Fault.Skip > Fault.Times) return false;
        _met.TrySetResult();
        return true;
    }

    private static byte[]? BytesOf(string? text) => text switch
    {
        null => null,
        { Length: > 0 and <= ProxyFault.LongestText } => Encoding.ASCII.GetBytes(text),
        _ => throw new ArgumentException("The text is empty or too long.", nameof(text)),
    };

    private static bool Holds(byte[] text, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> piece)
    {
        var before = tail[^Math.Min(tail.Length, text.Length - 1)..];
        return ((ReadOnlySpan<byte>)[.. before, .. piece]).IndexOf(text) >= 0;
    }
}
