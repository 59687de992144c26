namespace TenantGateway.Core.Audit.Alarms;

/// <summary>How many in a slot of time.</summary>
/// <param name="At">The number of the slot.</param>
/// <param name="Count">How many.</param>
public sealed record Tally(long At, long Count)
{
    /// <summary>Adds to a slot, and forgets those before another, and those as far ahead. Slots are few, and in their order.</summary>
    /// <returns>How many the slot has now.</returns>
    internal static long Add(List<Tally> tallies, long at, long count, long keptFrom)
    {
        tallies.RemoveAll(tally => tally.At < keptFrom || tally.At - at > at - keptFrom);
        var found = tallies.FindIndex(tally => tally.At >= at);
        if (found < 0) tallies.Add(new Tally(at, count));
        else if (tallies[found].At != at) tallies.Insert(found, new Tally(at, count));
        else return (tallies[found] = tallies[found] with { Count = tallies[found].Count + count }).Count;
        return count;
    }
}
