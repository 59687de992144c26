using System.Text;

namespace TenantGateway.Tests.Proxies;

/// <summary>A fault that a <see cref="FaultProxy"/> has now. Disposed, it is over, and what it held passes.</summary>
internal sealed class ActiveFault : IDisposable
{
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FaultProxy _proxy;
    private readonly byte[]? _text;
    private int _seen;

    public ActiveFault(FaultProxy proxy, ProxyFault fault)
    {
        if (fault.Text is { Length: 0 or > ProxyFault.LongestText }) throw new ArgumentException("The text is empty or too long.", nameof(fault));
        (_proxy, Fault, _text) = (proxy, fault, fault.Text is null ? null : Encoding.ASCII.GetBytes(fault.Text));
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
    public bool Meets(Flow flow, long passed, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> piece)
    {
        if (flow != Fault.On || passed + piece.Length <= Fault.After || (_text is not null && !Holds(_text, tail, piece))) return false;
        var number = Interlocked.Increment(ref _seen);
        if (number <= Fault.Skip || number - Fault.Skip > Fault.Times) return false;
        _met.TrySetResult();
        return true;
    }

    private static bool Holds(byte[] text, ReadOnlySpan<byte> tail, ReadOnlySpan<byte> piece)
    {
        var before = tail[^Math.Min(tail.Length, text.Length - 1)..];
        return ((ReadOnlySpan<byte>)[.. before, .. piece]).IndexOf(text) >= 0;
    }
}
