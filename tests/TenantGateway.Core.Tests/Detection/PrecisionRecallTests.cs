using System.Text.RegularExpressions;
using TenantGateway.Core.Detection;
using TenantGateway.Core.Tests.Vectors;
using Xunit.Abstractions;

namespace TenantGateway.Core.Tests.Detection;

/// <summary>How much of what people marked is found, and how much of what is found was marked; printed by kind.</summary>
public partial class PrecisionRecallTests(ITestOutputHelper output)
{
    private const double Least = 0.95;
    private const string Foreign = "../data/free-text.json";

    [Fact]
    public void OwnCorpus_IsMetInEveryKind()
    {
        var corpus = LabelledProse.Read(LabelledProse.Own, (type, _, _) => Enum.Parse<PersonalDataKind>(type.Replace("-", "", StringComparison.Ordinal), ignoreCase: true));
        Assert.True(corpus.Count >= 200);
        var scores = Print(corpus);
        foreach (var kind in Enum.GetValues<PersonalDataKind>().Where(kind => kind != PersonalDataKind.KnownValue)) AssertMet(kind, scores);
    }

    /// <summary>
    /// 750 synthetic texts by others. Rules do not look for their persons, titles, ages, nationalities, organizations, domains, streets, places, zip codes and driver's
    /// licences; of their dates only those that are a birth, as the words before say. They have no PAN and no Aadhaar number.
    /// </summary>
    [VectorFact(Foreign)]
    public void ForeignCorpus_IsMetInEveryKindItHas()
    {
        var corpus = LabelledProse.Read(VectorFile.PathOf(Foreign), (type, text, start) => type switch
        {
            "EMAIL_ADDRESS" => PersonalDataKind.Email,
            "PHONE_NUMBER" => PersonalDataKind.Phone,
            "CREDIT_CARD" => PersonalDataKind.PaymentCard,
            "IBAN_CODE" => PersonalDataKind.Iban,
            "IP_ADDRESS" => PersonalDataKind.IpAddress,
            "US_SSN" => PersonalDataKind.UsSsn,
            "DATE_TIME" when NumericDate().IsMatch(text.AsSpan(start)) && BeforeABirth().IsMatch(text.AsSpan(Math.Max(0, start - 40), Math.Min(40, start))) => PersonalDataKind.DateOfBirth,
            _ => null,
        });
        Assert.Equal(750, corpus.Count);
        var scores = Print(corpus);
        foreach (var (kind, _) in scores.Where(score => score.Value.Labels > 0)) AssertMet(kind, scores);
    }

    private IReadOnlyDictionary<PersonalDataKind, Score> Print(IReadOnlyList<LabelledProse> corpus)
    {
        var scores = Score.Of(corpus);
        output.WriteLine($"{corpus.Count} texts");
        foreach (var (kind, score) in scores.Where(score => score.Value.Labels + score.Value.Findings > 0)) output.WriteLine($"  {kind,-13} {score}");
        foreach (var (_, score) in scores) output.WriteLine(score.Mistakes.ToString().TrimEnd());
        return scores;
    }

    private static void AssertMet(PersonalDataKind kind, IReadOnlyDictionary<PersonalDataKind, Score> scores)
    {
        var score = scores[kind];
        Assert.True(score.Labels > 0, $"{kind} has no label.");
        Assert.True(score.Recall >= Least && score.Precision >= Least, $"{kind}: {score}\n{score.Mistakes}");
    }

    [GeneratedRegex(@"^\d+/\d+/\d+")]
    private static partial Regex NumericDate();

    [GeneratedRegex("birth|born", RegexOptions.IgnoreCase)]
    private static partial Regex BeforeABirth();
}
