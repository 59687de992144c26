using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace TenantGateway.Cli.Audit;

/// <summary>The options by which audit records are chosen.</summary>
internal sealed class AuditFilterOptions
{
    private readonly Option<string> _tenant = new("--tenant") { Description = "Whose records; operator for the operator's own.", HelpName = "TENANT", Required = true };
    private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "From this moment on, in UTC where it says nothing else.", HelpName = "TIME", CustomParser = Moment };
    private readonly Option<DateTimeOffset?> _to = new("--to") { Description = "Before this moment.", HelpName = "TIME", CustomParser = Moment };
    private readonly Option<string?>[] _terms;

    /// <param name="command">Gets the options.</param>
    /// <param name="withTerms">False for those of tenant and time alone.</param>
    public AuditFilterOptions(Command command, bool withTerms = true)
    {
        _terms = withTerms ?
        [
            Term("event", "Name or number of an event, such as data.revealed."),
            Term("outcome", "Name or number of an outcome, such as ok or role_missing."),
            Term("class", "A class of which something was given, such as email."),
            Term("route", "A route."),
            Term("key", "A key generation by which something was opened."),
            Term("actor", "Who did it: a pseudonym, ac_..."),
            Term("subject", "Whose data it was: a pseudonym, sb_...; or what else it was about."),
            Term("request", "X-Request-Id."),
            Term("trace", "The trace id."),
            Term("operation", "The operation under which it was done, op_..."),
            Term("session", "The pseudonym of a login session."),
        ] : [];
        command.Add(_tenant);
        command.Add(_from);
        command.Add(_to);
        foreach (var term in _terms) command.Add(term);
    }

    public string Tenant(ParseResult parse) => parse.GetRequiredValue(_tenant);

    /// <summary>As parameters of the admin API.</summary>
    public Dictionary<string, string> Read(ParseResult parse)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["tenant"] = Tenant(parse) };
        if (parse.GetValue(_from) is { } from) parameters.Add("from", Text(from));
        if (parse.GetValue(_to) is { } to) parameters.Add("to", Text(to));
        foreach (var term in _terms)
        {
            if (parse.GetValue(term) is { } value) parameters.Add(term.Name[2..], value);
        }

        return parameters;
    }

    public static string Query(IEnumerable<KeyValuePair<string, string>> parameters) => "?" + string.Join('&', parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));

    private static Option<string?> Term(string name, string description) => new("--" + name) { Description = description, HelpName = name.ToUpperInvariant() };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return time;
        result.AddError($"'{text}' is no time such as 2026-01-31 or 2026-01-31T12:00:00Z.");
        return null;
    }
}
