namespace TenantGateway.Load.Series;

/// <summary>Numbers without an order that come in the same order for the same seed (SplitMix64).</summary>
internal sealed class SeededOrder(int seed)
{
    private ulong _state = (ulong)seed;

    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
