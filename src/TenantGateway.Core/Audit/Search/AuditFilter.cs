using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Audit.Search;

/// <summary>Which records of one tenant are sought: all that hold every term and lie in the span of time.</summary>
public sealed record AuditFilter
{
    /// <summary>The longest value of a term.</summary>
    public const int MaxLength = 256;

    /// <summary>Whose records. There is no search over several.</summary>
    public required string Tenant { get; init; }

    /// <summary>From this moment on; null from the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment; null to the last.</summary>
    public DateTimeOffset? To { get; init; }

    public ImmutableArray<AuditTerm> Terms { get; init; } = [];

    /// <summary>The one spelling of what is sought; what is recorded of a search. No personal data.</summary>
    public string Text
    {
        get
        {
            var parts = new List<string> { Tenant };
            if (From is { } from) parts.Add($"from={MomentText(from)}");
            if (To is { } to) parts.Add($"to={MomentText(to)}");
            parts.AddRange(Terms.Select(term => $"{term}"));
            return string.Join(' ', parts);
        }
    }

    /// <summary>Whether the record itself is one that is sought.</summary>
    public bool Matches(AuditRecord record) =>
        record.Tenant == Tenant && !(record.Time < From) && !(record.Time >= To) && Terms.All(term => record.Terms.Contains(term));

    /// <summary>Reads parameters: <c>tenant</c>, which must be there, <c>from</c>, <c>to</c> and the kinds of terms (<see cref="TermKinds"/>), each once at most.</summary>
    /// <param name="parameters">By name.</param>
    /// <param name="filter">What they say.</param>
    /// <param name="wrong">The name of the parameter that cannot be read; nothing of its value.</param>
    public static bool TryRead(IReadOnlyDictionary<string, string> parameters, [NotNullWhen(true)] out AuditFilter? filter, [NotNullWhen(false)] out string? wrong)
    {
        (filter, wrong) = (null, "tenant");
        if (!parameters.TryGetValue("tenant", out var tenant) || (tenant != TenantId.Operator.Value && !TenantId.TryParse(tenant, out _))) return false;
        var (terms, times) = (new SortedDictionary<TermKind, AuditTerm>(), new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal));
        foreach (var (name, value) in parameters)
        {
            wrong = name;
            if (name == "tenant") continue;
            if (name is "from" or "to")
            {
                if (!TryReadMoment(value, out var time)) return false;
                times.Add(name, time);
            }
            else if (!TermKinds.TryParse(name, out var kind) || !TryReadTerm(kind, value, out var term)) return false;
            else terms.Add(kind, term);
        }

        wrong = "from";
        if (times.TryGetValue("from", out var from) && times.TryGetValue("to", out var to) && from >= to) return false;
        wrong = null;
        filter = new AuditFilter { Tenant = tenant, From = Moment("from"), To = Moment("to"), Terms = [.. terms.Values] };
        return true;

        DateTimeOffset? Moment(string name) => times.TryGetValue(name, out var time) ? time : null;
    }

    // Events and outcomes also by their numbers; one that does not exist is a mistake and not an empty answer.
    private static bool TryReadTerm(TermKind kind, string value, out AuditTerm term)
    {
        term = default;
        if (value.Length is 0 or > MaxLength || value.Any(char.IsControl)) return false;
        // The filter is recorded: whoever takes a name or an address for a pseudonym must not bring it into the log.
        if (kind != TermKind.Route && !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or ':' or '-')) return false;
        var name = kind switch
        {
            TermKind.Event => AuditReference.All.FirstOrDefault(row => row.Event.Name == value || Digits(row.Event.Code) == value)?.Event.Name,
            TermKind.Outcome => AuditOutcomes.All.Where(outcome => outcome.Key == value || Digits(outcome.Value) == value).Select(outcome => outcome.Key).FirstOrDefault(),
            _ => value,
        };
        if (name is null) return false;
        term = new AuditTerm(kind, name);
        return true;
    }

    private static string Digits(int code) => code.ToString(CultureInfo.InvariantCulture);

    private static bool TryReadMoment(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time) && time >= DateTimeOffset.UnixEpoch;

    private static string MomentText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
