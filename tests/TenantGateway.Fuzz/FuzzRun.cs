using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace TenantGateway.Fuzz;

/// <summary>Gives a target input after input until something promised is not so, or the time is over.</summary>
internal static class FuzzRun
{
    // Far beyond what any input takes, also on a machine that does other things.
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(30);

    /// <param name="target">What takes the inputs.</param>
    /// <param name="seed">Of the first input; every further one has the next.</param>
    /// <param name="time">How long to go on.</param>
    public static async Task<FuzzResult> RunAsync(IFuzzTarget target, ulong seed, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var count = 0L;
        for (; count == 0 || clock.Elapsed < time; count++, seed++)
        {
            var chance = new Chance(seed);
            var input = Mutations.Apply(target.Make(chance), chance);
            if (await TryAsync(target, input, seed) is not { } broken) continue;
            // What hangs once would hang again and again.
            if (!broken.IsHang) input = await Smallest.FindAsync(input, async candidate => (await TryAsync(target, candidate, seed))?.Promise == broken.Promise);
            return new FuzzResult(count + 1, new FuzzFinding(target.Name, seed, input, broken.Seen));
        }

        return new FuzzResult(count, null);
    }

    private static async Task<Broken?> TryAsync(IFuzzTarget target, byte[] input, ulong seed)
    {
        var check = Task.Run(() => target.CheckAsync(input, new Chance(~seed)));
        try
        {
            await check.WaitAsync(LongestInput);
            return null;
        }
        catch (TimeoutException) when (!check.IsCompleted)
        {
            return new Broken("it ends", $"it ends: not within {LongestInput.TotalSeconds:0} s", IsHang: true);
        }
        catch (BrokenPromise broken)
        {
            return new Broken(broken.Promise, broken.Message, IsHang: false);
        }
        catch (Exception thrown)
        {
            return new Broken(thrown.GetType().Name, $"there is an outcome: {ExceptionDispatchInfo.Capture(thrown).SourceException}", IsHang: false);
        }
    }

    private sealed record Broken(string Promise, string Seen, bool IsHang);
}

/// <param name="Inputs">How many were taken.</param>
/// <param name="Finding">Null where every promise was kept.</param>
internal sealed record FuzzResult(long Inputs, FuzzFinding? Finding);
