using System.Globalization;
using System.Text;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Tests.Detection;

/// <summary>
/// Counts of one kind over a corpus. A label is found where a finding of its kind covers it: exactly, or but for a sign or parenthesis at its edges. A finding is right
/// where it covers a label of its kind.
/// </summary>
internal sealed class Score
{
    private const int Slack = 2;

    public int Labels { get; private set; }

    public int Found { get; private set; }

    public int Findings { get; private set; }

    public int Right { get; private set; }

    public double Recall => Labels == 0 ? 1 : (double)Found / Labels;

    public double Precision => Findings == 0 ? 1 : (double)Right / Findings;

    /// <summary>The texts in which something was missed or found wrongly, for whoever reads the output.</summary>
    public StringBuilder Mistakes { get; } = new();

    /// <summary>Scores every kind over a corpus.</summary>
    public static IReadOnlyDictionary<PersonalDataKind, Score> Of(IEnumerable<LabelledProse> corpus)
    {
        var scores = Enum.GetValues<PersonalDataKind>().ToDictionary(kind => kind, _ => new Score());
        var (findings, budget) = (new Findings(), new WorkBudget(WorkBudget.StepsOfABody));
        foreach (var prose in corpus)
        {
            var text = Encoding.UTF8.GetBytes(prose.Text);
            Assert.True(ProseDetector.TryScan(text, null, budget, findings));
            foreach (var label in prose.Labels) scores[label.Kind].CountLabel(label, findings.Span, text);
            foreach (var finding in findings.Span) scores[finding.Kind].CountFinding(finding, prose.Labels, text);
        }

        return scores;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"recall {Recall:0.000} ({Found} of {Labels}), precision {Precision:0.000} ({Right} of {Findings})");

    private void CountLabel(Finding label, ReadOnlySpan<Finding> findings, byte[] text)
    {
        Labels++;
        foreach (var finding in findings)
        {
            if (!AreSame(finding, label)) continue;
            Found++;
            return;
        }

        Mistakes.AppendLine(CultureInfo.InvariantCulture, $"    missed {label.Kind} <{Quote(label, text)}> in: {Encoding.UTF8.GetString(text).ReplaceLineEndings("\\n")}");
    }

    private void CountFinding(Finding finding, IEnumerable<Finding> labels, byte[] text)
    {
        Findings++;
        if (labels.Any(label => AreSame(finding, label))) Right++;
        else Mistakes.AppendLine(CultureInfo.InvariantCulture, $"    wrong {finding.Kind} <{Quote(finding, text)}> in: {Encoding.UTF8.GetString(text).ReplaceLineEndings("\\n")}");
    }

    private static bool AreSame(Finding finding, Finding label) =>
        finding.Kind == label.Kind && Math.Abs(finding.Start - label.Start) <= Slack && Math.Abs(finding.End - label.End) <= Slack;

    private static string Quote(Finding finding, byte[] text) => Encoding.UTF8.GetString(text, finding.Start, finding.Length);
}
