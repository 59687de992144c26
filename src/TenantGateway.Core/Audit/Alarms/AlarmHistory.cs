using System.Text.Json.Serialization;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>What is remembered of an actor or a tenant, to tell what is new. Bounded, whatever they do.</summary>
public abstract class AlarmHistory
{
    private const int MostTopics = 64;

    // The longest time after which something may be raised again.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    /// <summary>When what was raised last, in milliseconds since 1970, by topic.</summary>
    public Dictionary<string, long> Raised { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is to be stored again.</summary>
    [JsonIgnore]
    public bool HasChanged { get; protected set; }

    /// <summary>When it was last added to.</summary>
    [JsonIgnore]
    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>Whether a topic was not raised within a time before; from now on it was.</summary>
    internal bool TryRaise(string topic, DateTimeOffset at, TimeSpan quiet)
    {
        // Either way: what a clock that was wrong for a moment left behind must not silence what comes after.
        var now = at.ToUnixTimeMilliseconds();
        if (Raised.TryGetValue(topic, out var last) && Math.Abs(now - last) < quiet.TotalMilliseconds) return false;
        MakeRoom(now);
        Raised[topic] = now;
        Touch(at);
        return true;
    }

    protected void Touch(DateTimeOffset at)
    {
        HasChanged = true;
        if (at > LastSeen) LastSeen = at;
    }

    private void MakeRoom(long now)
    {
        foreach (var (old, _) in Raised.Where(entry => Math.Abs(now - entry.Value) > Longest.TotalMilliseconds).ToList()) Raised.Remove(old);
        if (Raised.Count >= MostTopics) Raised.Remove(Raised.MinBy(entry => entry.Value).Key);
    }
}
