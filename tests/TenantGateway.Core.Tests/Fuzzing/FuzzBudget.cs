using System.Diagnostics;
using System.Globalization;

namespace TenantGateway.Core.Tests.Fuzzing;

/// <summary>
/// How long a fuzzer runs, and from which seed: a fixed number of inputs from a fixed seed in the ordinary tests; minutes from any seed with <c>tests/fuzz</c>, which sets
/// <c>FUZZ_MINUTES</c> and <c>FUZZ_SEED</c>. Every input has a seed of its own, by which alone it is made again.
/// </summary>
internal static class FuzzBudget
{
    private static readonly double Minutes = Read("FUZZ_MINUTES", 0, text => double.Parse(text, CultureInfo.InvariantCulture));
    private static readonly int FirstSeed = Read("FUZZ_SEED", 1, text => int.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Tries one input after the other; the first that fails is told with its seed.</summary>
    /// <param name="inputs">How many in the ordinary tests.</param>
    /// <param name="attempt">Makes an input of a seed and tries it.</param>
    public static void Run(int inputs, Action<Dice> attempt)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; Minutes > 0 ? clock.Elapsed.TotalMinutes < Minutes : i < inputs; i++)
        {
            var seed = unchecked(FirstSeed + i);
            var one = Stopwatch.StartNew();
            try
            {
                attempt(new Dice(seed));
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"The input of seed {seed} fails: tests/fuzz --seed {seed} tries it first. {fault.Message}", fault);
            }

            // No input is longer than some KB: what takes seconds goes on for ever.
            if (one.Elapsed > TimeSpan.FromSeconds(20)) throw new TimeoutException($"The input of seed {seed} took {one.Elapsed}.");
        }
    }

    private static T Read<T>(string name, T otherwise, Func<string, T> parse) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? parse(text) : otherwise;
}
