using System.Diagnostics;
using System.Globalization;

namespace TenantGateway.Faults;

/// <summary>Runs faults one after the other and tells what was seen.</summary>
internal static class FaultTable
{
    /// <param name="title">What the rows are.</param>
    /// <param name="faults">The rows.</param>
    /// <param name="context">How thoroughly to look.</param>
    /// <param name="notes">What must be known to read the table.</param>
    /// <returns>0 only if every promise was kept.</returns>
    public static async Task<int> RunAsync(string title, IReadOnlyList<IFault> faults, FaultContext context, params string[] notes)
    {
        var rows = new List<string[]> { new[] { title, "promise", "seen", "kept" } };
        var counts = new Dictionary<Verdict, int>();
        foreach (var fault in faults.Where(context.Runs))
        {
            Console.WriteLine($".. {fault.Name}");
            var clock = Stopwatch.StartNew();
            var observation = await ObserveAsync(fault, context);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {clock.Elapsed.TotalSeconds:0} s"));
            counts[observation.Verdict] = counts.GetValueOrDefault(observation.Verdict) + 1;
            rows.Add([fault.Name, fault.Promise, observation.Seen, observation.Verdict switch { Verdict.Kept => "kept", Verdict.Broken => "BROKEN", _ => "skipped" }]);
        }

        Console.WriteLine();
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) Console.WriteLine(string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        Console.WriteLine();
        foreach (var note in notes) Console.WriteLine(note);
        Console.WriteLine();
        var closing = $"{counts.GetValueOrDefault(Verdict.Kept)} kept, {counts.GetValueOrDefault(Verdict.Broken)} broken";
        Console.WriteLine(counts.TryGetValue(Verdict.Skipped, out var skipped) ? $"{closing}, {skipped} skipped" : closing);
        return counts.ContainsKey(Verdict.Broken) ? 1 : 0;
    }

    private static async Task<Observation> ObserveAsync(IFault fault, FaultContext context)
    {
        using var deadline = new CancellationTokenSource(fault.Patience);
        try
        {
            return await fault.RunAsync(context, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception thrown)
        {
            return new Observation(Verdict.Broken, $"{thrown.GetType().Name}: {thrown.Message.ReplaceLineEndings(" ")}");
        }
        finally
        {
            // What it left running ends with it.
            await deadline.CancelAsync();
        }
    }
}
