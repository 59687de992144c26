namespace TenantGateway.Core.Tests.Fuzzing;

/// <summary>The same throws for the same seed, on every machine and runtime (SplitMix64). For tests.</summary>
internal sealed class Dice(int seed)
{
    private ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15);

    /// <summary>From 0 to below a bound.</summary>
    public int Next(int bound) => (int)(Throw() % (uint)bound);

    /// <summary>From one number to below another.</summary>
    public int Next(int from, int bound) => from + Next(bound - from);

    /// <summary>From 0 to below 1.</summary>
    public double NextDouble() => (Throw() >> 11) / (double)(1UL << 53);

    public void Fill(Span<byte> bytes)
    {
        foreach (ref var value in bytes) value = (byte)Throw();
    }

    private ulong Throw()
    {
        var z = _state = unchecked(_state + 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
