namespace TenantGateway.Core.Audit.Alarms;

/// <summary>What is remembered of an actor of a tenant.</summary>
public sealed class ActorHistory : AlarmHistory
{
    private const int DaysKept = 28;

    // A clock that was ahead for a while leaves as many that are to come.
    private const int MostDays = 2 * DaysKept;

    // Of fewer days nothing is usual.
    private const int FewestDays = 3;

    private const int MostClasses = 64;
    private const int MostDenials = 16;

    /// <summary>On which day the actor was last given clear values, by class; days since 1970.</summary>
    public Dictionary<string, long> Classes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How many clear values the actor was given, by day.</summary>
    public List<Tally> Days { get; init; } = [];

    /// <summary>What the actor was denied last, and when, in milliseconds since 1970.</summary>
    public Dictionary<string, long> Denials { get; init; } = new(StringComparer.Ordinal);

    internal static long DayOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 86_400;

    internal bool Knows(string fieldClass, DateTimeOffset at, TimeSpan remember) => Classes.TryGetValue(fieldClass, out var day) && DayOf(at) - day <= remember.TotalDays;

    internal void Learn(string fieldClass, DateTimeOffset at)
    {
        if (Classes.Count >= MostClasses && !Classes.ContainsKey(fieldClass)) Classes.Remove(Classes.MinBy(entry => entry.Value).Key);
        Classes[fieldClass] = DayOf(at);
        Touch(at);
    }

    internal void Deny(string what, DateTimeOffset at)
    {
        if (Denials.Count >= MostDenials && !Denials.ContainsKey(what)) Denials.Remove(Denials.MinBy(entry => entry.Value).Key);
        Denials[what] = at.ToUnixTimeMilliseconds();
        Touch(at);
    }

    /// <summary>Whether it was denied within a time before; the denial is forgotten.</summary>
    internal bool TakeDenial(string what, DateTimeOffset at, TimeSpan window)
    {
        if (!Denials.Remove(what, out var denied)) return false;
        Touch(at);
        return at.ToUnixTimeMilliseconds() - denied <= window.TotalMilliseconds;
    }

    /// <summary>Adds to the day.</summary>
    /// <returns>How many the day has now, and how many are usual: the median of the other days on which there were any; null where there were too few.</returns>
    internal (long Today, long? Usual) AddValues(DateTimeOffset at, long count)
    {
        var day = DayOf(at);
        var today = Tally.Add(Days, day, count, day - DaysKept);
        Touch(at);
        return (today, UsualBut(day));
    }

    private long? UsualBut(long day)
    {
        var others = Days.Count <= MostDays ? stackalloc long[MostDays] : new long[Days.Count];
        var count = 0;
        foreach (var tally in Days)
        {
            if (tally.At != day) others[count++] = tally.Count;
        }

        if (count < FewestDays) return null;
        others[..count].Sort();
        return (others[count / 2] + others[(count - 1) / 2]) / 2;
    }
}
