using System.Globalization;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Tests.Auditing;

/// <summary>The part of <c>docs/audit.md</c> that is made of the registry of events and outcomes.</summary>
internal static class AuditDocument
{
    private const string Begin = "<!-- from here on made of AuditReference; UPDATE_DOCS=1 writes it anew -->\n";

    /// <summary>The document with that part as the registry has it.</summary>
    public static string Render(string document)
    {
        var text = new StringBuilder(document[..(document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)]);
        text.Append("\n## Events\n\nOne row for each event and outcome. *reason*: the code of a refusal, [below](#reasons-as-outcomes).\n\n| Event | Code | Outcome | Number | What it means |\n|---|---|---|---|---|\n");
        foreach (var row in AuditReference.All.OrderBy(row => row.Event.Code))
        {
            foreach (var outcome in row.Outcomes) text.Append(CultureInfo.InvariantCulture, $"| `{row.Event.Name}` | {row.Event.Code} | `{outcome}` | {AuditOutcomes.CodeOf(outcome)} | {row.Meaning} |\n");
            if (row.EndsInReason) text.Append(CultureInfo.InvariantCulture, $"| `{row.Event.Name}` | {row.Event.Code} | *reason* | 1001 and above | {(row.Outcomes.IsEmpty ? row.Meaning : "It was not done, for this reason.")} |\n");
        }

        text.Append("\n## Reasons as outcomes\n\n[errors.md](errors.md) says what to do about each.\n\n| Outcome | Number | What it means |\n|---|---|---|\n");
        foreach (var reason in Reasons.All.OrderBy(reason => AuditOutcomes.CodeOf(reason.Code))) text.Append(CultureInfo.InvariantCulture, $"| `{reason.Code}` | {AuditOutcomes.CodeOf(reason.Code)} | {reason.Title} |\n");
        return text.ToString();
    }
}
