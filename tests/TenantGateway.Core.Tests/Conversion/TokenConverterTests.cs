using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Content;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Conversion;

public class TokenConverterTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;

    /// <summary>Both lines have a newer generation than the one under which <see cref="Acme"/> writes.</summary>
    private static readonly KeyRing Newer = new(Acme.Id, Acme.OlderData, Acme.NextLookup, Acme.Audit, [Acme.Data, Acme.Lookup]);

    private static readonly string Email = Sealed.Token(Acme.Lookup, "jane@example.org");
    private static readonly string Name = Sealed.Token(Acme.Data, "Jane", "name");
    private static readonly string Foreign = Sealed.Token(TestTenant.Globex.Lookup, "jane@example.org");
    private static readonly string Unreadable = Sealed.Token(Acme.Disabled, "Jane", "name");

    [Fact]
    public void SearchableToken_BecomesTheOneThatIsSearchedFor() =>
        Assert.Equal($"{{\"email\":\"{Sealed.Token(Acme.NextLookup, "jane@example.org")}\"}}\n", Convert($"{{\"email\":\"{Email}\"}}\n").Text);

    [Fact]
    public void RandomisedToken_BecomesOneOfTheSameValue_TheSameEachTime()
    {
        var first = Convert($"[\"{Name}\"]").Text;
        Assert.Equal(first, Convert($"[\"{Name}\"]").Text);
        Assert.NotEqual(first, Convert($"[\"{Sealed.Token(Acme.Data, "Jane", "name")}\"]").Text);
        Assert.Equal("Jane"u8.ToArray(), Sealed.OpenToken(Acme.OlderData, Encoding.ASCII.GetBytes(first[2..^2]), "name"));
    }

    [Fact]
    public void ConvertedRows_AreLeftAsTheyAre()
    {
        var once = Convert($"[\"{Name}\",\"{Email}\"]\n");
        var twice = Convert(once.Text);
        Assert.Equal(once.Text, twice.Text);
        Assert.Equal([(1L, 0L), (1L, 0L)], twice.Tally.Generations.Select(met => (met.Value.Found, met.Value.Rewritten)));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}{0}")]
    [InlineData("xpn1.{0}x")]
    [InlineData("Dear {0}, how are you? pn1.")]
    [InlineData("{{\\\"email\\\":\\\"{0}\\\"}}")]
    [InlineData("\\u00e9\\/{0}\\n")]
    public void Token_IsFoundWhereverItStands(string format)
    {
        var line = $"{{\"k\":\"{string.Format(null, format, Email)}\",\"{Email}\":5.0}}\r\n";
        var converted = Convert(line);
        Assert.Equal(line.Replace(Email, Sealed.Token(Acme.NextLookup, "jane@example.org"), StringComparison.Ordinal), converted.Text);
        Assert.True(converted.Tally is { Rows: 1, Malformed: 0, Damaged: 0 });
    }

    [Fact]
    public void Tokens_AreCountedByGeneration()
    {
        var (_, tally) = Convert($"\"{Email}\"\n\n[\"{Name}\",\"{Email}\",\"{Unreadable}\"]\n  \r\n\"{Sealed.Token(Acme.NextLookup, "x")}\"");

        Assert.Equal((5, 3), (tally.Lines, tally.Rows));
        Assert.Equal(new GenerationTally(2, 2, 0, 0), tally.Generations[Acme.Lookup.KeyId.ToString()]);
        Assert.Equal(new GenerationTally(1, 1, 0, 0), tally.Generations[Acme.Data.KeyId.ToString()]);
        Assert.Equal(new GenerationTally(1, 0, 0, 0), tally.Generations[Acme.NextLookup.KeyId.ToString()]);
        Assert.Equal(new GenerationTally(1, 0, 1, 0), tally.Generations[Acme.Disabled.KeyId.ToString()]);
        Assert.Equal([new LineProblem(3, LineProblemKind.Unreadable)], tally.Problems.ToArray());
    }

    [Fact]
    public void RowsThatAreOnlyLookedAt_AreCounted()
    {
        var tally = TokenConverter.Convert(Encoding.UTF8.GetBytes($"\"{Email}\"\n"), 7, Newer, new TestKeyRings(), null);
        Assert.Equal(new GenerationTally(1, 0, 0, 0), Assert.Single(tally.Generations).Value);
    }

    public static TheoryData<string, LineProblemKind> Problems => new()
    {
        { $"[\"{Foreign}\"]", LineProblemKind.Foreign },
        { $"[\"{Email[..^1]}\"]", LineProblemKind.Damaged },
        { $"[\"{Email[..20]}\"]", LineProblemKind.Damaged },
        { $"[\"{Email[..11]}\"]", LineProblemKind.Damaged },
        { $"[\"{Email[..^1]}{(Email[^1] == 'A' ? 'Q' : 'A')}\"]", LineProblemKind.Damaged },
        { $"[\"{Email.Replace(".d", ".r", StringComparison.Ordinal)}\"]", LineProblemKind.Damaged },
        { "[\"pn1.aaaaaa.d002AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"]", LineProblemKind.Damaged },
        { $"[\"{Email.Replace("pn1", "\\u0070n1", StringComparison.Ordinal)}\"]", LineProblemKind.Malformed },
        { $"{{\"\\u0070n1.{Email[4..]}\":1}}", LineProblemKind.Malformed },
        { $"{{\"email\":\"{Email}\"", LineProblemKind.Malformed },
        { $"{{\"email\":\"{Email}\"}}{{}}", LineProblemKind.Malformed },
        { $"email,{Email}", LineProblemKind.Malformed },
        { $"\uFEFF[\"{Email}\"]", LineProblemKind.Malformed },
        { $"[\"\\ud800\",\"{Email}\"]", LineProblemKind.Malformed },
        { new string('[', 65) + new string(']', 65), LineProblemKind.Malformed },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void WhatIsWrong_PassesAsItIsAndIsToldByItsLine(string line, LineProblemKind kind)
    {
        var text = $"[]\n{line}\r\n[1]\n";
        var (converted, tally) = Convert(text, linesBefore: 40);

        Assert.Equal(text, converted);
        Assert.Equal([new LineProblem(42, kind)], tally.Problems.ToArray());
        Assert.Equal((3, 3, 1), (tally.Lines, tally.Rows, tally.Malformed + tally.Damaged + tally.Foreign));
    }

    [Fact]
    public void DamagedToken_IsCountedForItsGeneration() =>
        Assert.Equal(new GenerationTally(0, 0, 0, 1), Convert($"\"{Email[..^1]}\"").Tally.Generations[Acme.Lookup.KeyId.ToString()]);

    [Fact]
    public void InvalidUtf8_PassesAsItIs()
    {
        byte[] line = [.. Encoding.ASCII.GetBytes($"[\"{Email}\",\""), 0xFF, .. "\"]\n"u8];
        using var output = new ByteBuffer(64);
        var tally = TokenConverter.Convert(line, 0, Newer, new TestKeyRings(), output);
        Assert.Equal(line, output.Written.ToArray());
        Assert.Equal(1, tally.Malformed);
    }

    [Fact]
    public void CutOffLastLine_IsMalformedAndTheOnesBeforeAreConverted()
    {
        var (text, tally) = Convert($"\"{Email}\"\n{{\"email\":\"{Email}");
        Assert.Equal($"\"{Sealed.Token(Acme.NextLookup, "jane@example.org")}\"\n{{\"email\":\"{Email}", text);
        Assert.Equal([new LineProblem(2, LineProblemKind.Malformed)], tally.Problems.ToArray());
    }

    [Fact]
    public void LongLine_IsConverted()
    {
        var line = $"[{string.Join(',', Enumerable.Repeat($"\"{Email}\"", 50_000))}]\n";
        var (text, tally) = Convert(line);
        Assert.Equal(line.Replace(Email, Sealed.Token(Acme.NextLookup, "jane@example.org"), StringComparison.Ordinal), text);
        Assert.Equal(50_000, Assert.Single(tally.Generations).Value.Rewritten);
    }

    [Fact]
    public void ProblemsAreToldOfUpToABound_AndCountedBeyondIt()
    {
        var (_, tally) = Convert(string.Concat(Enumerable.Repeat($"\"{Foreign}\"\n", 150)));
        Assert.Equal((150, ConversionTally.MaxProblems), (tally.Foreign, tally.Problems.Length));
    }

    /// <summary>Pieces counted one by one are what they are as a whole.</summary>
    [Fact]
    public void Tallies_AddUp()
    {
        string[] lines = [$"\"{Email}\"\n", $"\"{Foreign}\"\n", "{\n", $"[\"{Name}\",\"{Email}\"]\n", "\n"];
        var whole = Convert(string.Concat(lines)).Tally;
        var sum = lines.Aggregate(new ConversionTally(), (sum, line) => sum.Add(Convert(line, sum.Lines).Tally));

        Assert.Equal((whole.Lines, whole.Rows, whole.Malformed, whole.Damaged, whole.Foreign), (sum.Lines, sum.Rows, sum.Malformed, sum.Damaged, sum.Foreign));
        Assert.Equal(whole.Generations.AsEnumerable(), sum.Generations.AsEnumerable());
        Assert.Equal(whole.Problems.ToArray(), sum.Problems.ToArray());
    }

    /// <summary>Whatever a document holds, it is revealed as before once it was converted, and holds no old token.</summary>
    [Theory]
    [InlineData(TokenMode.Randomised)]
    [InlineData(TokenMode.Deterministic)]
    public void ConvertedDocument_RevealsTheSame(TokenMode mode) =>
        Gen.Select(mode == TokenMode.Randomised ? Documents.Any : Documents.OfStrings, Documents.Selectors).Sample(
            (document, selectors) =>
            {
                var route = Documents.Route(selectors, mode);
                var stored = Engine.Protect(route, document.ReplaceLineEndings(" "), Acme).Text;
                var (converted, tally) = Convert(stored);

                Assert.Equal((stored.Length, 0), (converted.Length, tally.Malformed + tally.Damaged + tally.Foreign));
                Assert.All(tally.Generations, met => Assert.Equal(met.Value.Found, met.Value.Rewritten));
                Assert.DoesNotContain($"pn1.{Acme.Data.KeyId}.", converted, StringComparison.Ordinal);
                Assert.DoesNotContain($"pn1.{Acme.Lookup.KeyId}.", converted, StringComparison.Ordinal);
                Assert.Equal(Engine.Reveal(route, stored, Acme).Text, Engine.Reveal(route, converted, TestTenant.AcmeInRotation).Text);
                _ = JsonNode.Parse(converted);
            },
            iter: 500);

    private static (string Text, ConversionTally Tally) Convert(string lines, long linesBefore = 0)
    {
        using var output = new ByteBuffer(64);
        var tally = TokenConverter.Convert(Encoding.UTF8.GetBytes(lines), linesBefore, Newer, new TestKeyRings(), output);
        return (Encoding.UTF8.GetString(output.Written), tally);
    }
}
