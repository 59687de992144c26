namespace TenantGateway.Core.Audit.Alarms;

/// <summary>What is remembered of a tenant.</summary>
public sealed class TenantHistory : AlarmHistory
{
    /// <summary>How many alarms of one kind a tenant has in an hour at most; whoever reads more of them reads none.</summary>
    public const int MostInAnHour = 60;

    // A window slides by this part of it.
    private const int Slots = 10;

    /// <summary>When its first record was written, in milliseconds since 1970; 0 where none was seen.</summary>
    public long FirstSeen { get; set; }

    /// <summary>Foreign and damaged tokens, by slots of the window.</summary>
    public List<Tally> Tokens { get; init; } = [];

    /// <summary>How many alarms were raised in the hour, by kind.</summary>
    public Dictionary<string, Tally> Hours { get; init; } = new(StringComparer.Ordinal);

    internal void See(DateTimeOffset at)
    {
        var now = at.ToUnixTimeMilliseconds();
        if (FirstSeen != 0 && FirstSeen <= now) return;
        FirstSeen = now;
        Touch(at);
    }

    internal bool IsLearning(DateTimeOffset at, TimeSpan learning) => at.ToUnixTimeMilliseconds() - FirstSeen < learning.TotalMilliseconds;

    /// <returns>How many there are within the window.</returns>
    internal long AddTokens(DateTimeOffset at, long count, TimeSpan window)
    {
        var slot = at.UtcTicks / (window.Ticks / Slots);
        Tally.Add(Tokens, slot, count, slot - Slots + 1);
        Touch(at);
        return Tokens.Sum(tally => tally.Count);
    }

    /// <returns>False where there were enough of the kind in this hour.</returns>
    internal bool HasRoom(AlarmKind kind, DateTimeOffset at)
    {
        var hour = at.UtcTicks / TimeSpan.TicksPerHour;
        var raised = Hours.TryGetValue(kind.Name, out var tally) && tally.At == hour ? tally.Count : 0;
        if (raised >= MostInAnHour) return false;
        Hours[kind.Name] = new Tally(hour, raised + 1);
        Touch(at);
        return true;
    }
}
