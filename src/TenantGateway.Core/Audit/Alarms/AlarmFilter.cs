using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>Which alarms are sought.</summary>
public sealed record AlarmFilter
{
    /// <summary>Whose; null for all.</summary>
    public string? Tenant { get; init; }

    public AlarmKind? Kind { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The last alarm of the page before.</summary>
    public AlarmCursor? After { get; init; }

    /// <summary>What is recorded of a search. No personal data.</summary>
    public string Text
    {
        get
        {
            var parts = new List<string> { Tenant ?? "*" };
            if (Kind is not null) parts.Add($"kind={Kind.Name}");
            if (From is { } from) parts.Add($"from={MomentText(from)}");
            if (To is { } to) parts.Add($"to={MomentText(to)}");
            return string.Join(' ', parts);
        }
    }

    /// <summary>Reads parameters: <c>tenant</c>, <c>kind</c>, <c>from</c>, <c>to</c>, <c>cursor</c>, none of which must be there.</summary>
    /// <param name="parameters">By name.</param>
    /// <param name="filter">What they say.</param>
    /// <param name="wrong">The name of the parameter that cannot be read; nothing of its value.</param>
    public static bool TryRead(IReadOnlyDictionary<string, string> parameters, [NotNullWhen(true)] out AlarmFilter? filter, [NotNullWhen(false)] out string? wrong)
    {
        filter = null;
        var read = new AlarmFilter();
        foreach (var (name, value) in parameters)
        {
            wrong = name;
            if (Read(read, name, value) is not { } more) return false;
            read = more;
        }

        wrong = "from";
        if (read.From >= read.To) return false;
        (filter, wrong) = (read, null);
        return true;
    }

    private static AlarmFilter? Read(AlarmFilter filter, string name, string value) => name switch
    {
        "tenant" when value == TenantId.Operator.Value || TenantId.TryParse(value, out _) => filter with { Tenant = value },
        "kind" when AlarmKind.Find(value) is { } kind => filter with { Kind = kind },
        "from" when Moment(value) is { } from => filter with { From = from },
        "to" when Moment(value) is { } to => filter with { To = to },
        "cursor" when AlarmCursor.TryParse(value, out var after) => filter with { After = after },
        _ => null,
    };

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time >= DateTimeOffset.UnixEpoch ? time : null;

    private static string MomentText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
