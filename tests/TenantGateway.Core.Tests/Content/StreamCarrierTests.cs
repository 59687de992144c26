using System.Text;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>Lines and events: whatever pieces they arrive in, the same comes out, and every document is treated as it would be alone.</summary>
public class StreamCarrierTests
{
    private const int Max = 64 * 1024;

    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts(TokenMode.Deterministic).Ingress();

    private static Engine.Outcome Send(string body) => Lines(Route, Route.RequestOf(BodyFormat.Lines)!, [Encoding.UTF8.GetBytes(body)]);

    private static Engine.Outcome Lines(RoutePlan route, UnitPlan plan, IEnumerable<byte[]> pieces, Actor? actor = null)
    {
        using var splitter = new LineSplitter(Max);
        return Engine.RunPieces(route, plan, splitter, pieces, Acme, actor);
    }

    private static Engine.Outcome Events(RoutePlan route, IEnumerable<byte[]> pieces, Actor? actor = null)
    {
        using var splitter = new EventSplitter(Max);
        return Engine.RunPieces(route, route.ResponseOf(BodyFormat.Events)!, splitter, pieces, Acme, actor);
    }

    private static string Stored(string document) => Engine.Protect(Route, document, Acme).Text;

    [Fact]
    public void Lines_AreProtectedEachByItself_AtEverySplit()
    {
        const string one = """{"email":"a@example.org","n":5.0}""", two = """ { "name":"\u0041da","phones":["1","2"] }""", three = """["x"]""";
        var expected = $"{Stored(one)}\n\r\n  \n{Stored(two)}\r\n{three}";

        foreach (var pieces in Pieces.EveryWay(Encoding.UTF8.GetBytes($"{one}\n\r\n  \n{two}\r\n{three}")))
            Assert.Equal(expected, Lines(Route, Route.RequestOf(BodyFormat.Lines)!, pieces).Text);
    }

    [Fact]
    public void StoredLines_AreRevealed_AtEverySplitOfATokenToo()
    {
        const string line = """{"email":"a@example.org","other":"x"}""";
        foreach (var pieces in Pieces.EveryWay(Encoding.UTF8.GetBytes($"{Stored(line)}\n{line}\n")))
            Assert.Equal($"{line}\n{line}\n", Lines(Route, Route.ResponseOf(BodyFormat.Lines)!, pieces).Text);
    }

    [Fact]
    public void Properties_HoldForLines() =>
        Gen.Select(Documents.Any.Array[1, 5], Documents.Selectors, Gen.Int[1, 40].Array[1, 5]).Sample(
            (documents, selectors, lengths) =>
            {
                var route = Documents.Route(selectors, TokenMode.Randomised);
                string[] lines = [.. documents.Select(document => document.Replace('\n', ' ').Replace('\r', ' '))];
                var body = Encoding.UTF8.GetBytes(string.Join('\n', lines));

                var stored = Lines(route, route.RequestOf(BodyFormat.Lines)!, Pieces.Cut(body, lengths));
                var storedLines = stored.Text.Split('\n');
                for (var i = 0; i < lines.Length; i++) new ReferenceRewriter(selectors).AssertProtected(Acme, Encoding.UTF8.GetBytes(lines[i]), Encoding.UTF8.GetBytes(storedLines[i]));
                Assert.Equal(body, Lines(route, route.ResponseOf(BodyFormat.Lines)!, Pieces.Cut(stored.Bytes, lengths)).Bytes);
            },
            iter: 400);

    [Theory]
    [InlineData("{\"email\":\"a\"}\n{\"email\":", "malformed_json")]
    [InlineData("{\"a\":1}\r{\"email\":\"a\"}\n", "malformed_json")]
    [InlineData("{\"a\":1} {\"email\":\"a\"}\n", "malformed_json")]
    [InlineData("{\"a\":1}\n\uFEFF{\"email\":\"a\"}\n", "invalid_utf8")]
    [InlineData("{\"a\":1}\n{\"Email\":\"a\"}\n", "ambiguous_name")]
    [InlineData("{\"a\":1}\n{\"email\":\"a\u2022\u2022\u2022\"}\n", "masked_value")]
    [InlineData("{\"a\":1}\n{\"email\":\"a\",\"email\":\"b\"}\n", "duplicate_name")]
    public void BadLine_IsRefused(string body, string reason) => Assert.Equal(reason, Send(body).Reason?.Code);

    [Fact]
    public void LineOfTheBound_Passes_AndALongerOneIsRefused()
    {
        var longest = $"\"{new string('x', Max - 3)}\"\n";
        Assert.Equal($"1\n{longest}2\n", Send($"1\n{longest}2\n").Text);
        Assert.Equal(Reasons.BodyTooLarge, Send($"1\n\"{longest[1..^2]}x\"\n").Reason);
        Assert.Equal(Reasons.BodyTooLarge, Send(new string(' ', Max + 1)).Reason);
    }

    [Fact]
    public void ManyLines_MayHoldMoreFieldsThanOne()
    {
        var line = $$"""{"phones":[{{string.Join(',', Enumerable.Repeat("1", 15_000))}}]}""";
        var route = TestPolicy.Contacts().Ingress();
        Assert.Null(Lines(route, route.RequestOf(BodyFormat.Lines)!, [Encoding.UTF8.GetBytes($"{line}\n{line}\n")]).Reason);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Events_AreRevealed_AtEverySplit(string end)
    {
        var stored = Stored("""{"email":"a@example.org"}""");
        string Stream(string document) =>
            $": hello|event: x|id: 7|data: {document}|retry: 5||data:{document}|||data: [DONE]||data: {{\"email\":|data:|data: {document["{\"email\":".Length..]}||data||: still".Replace("|", end, StringComparison.Ordinal);

        foreach (var pieces in Pieces.EveryWay(Encoding.UTF8.GetBytes(Stream(stored))))
            Assert.Equal(Stream("""{"email":"a@example.org"}"""), Events(Route, pieces).Text);
    }

    [Fact]
    public void Event_LeavesAsSoonAsItIsWhole()
    {
        using var splitter = new EventSplitter(Max);
        foreach (var (arriving, leaving) in new[] { ("data: 1\n", ""), ("\ndata: 2", "data: 1\n\n"), ("\r\n\r\n", "data: 2\r\n\r\n"), ("data: 3\r\r", "data: 3\r\r"), ("data: 4\r", ""), ("\n\r", "data: 4\r\n\r"), ("\n", "\n") })
        {
            Encoding.ASCII.GetBytes(arriving).CopyTo(splitter.Free());
            splitter.Advance(arriving.Length);
            Assert.Equal(leaving, splitter.TryTake(out var piece) ? Encoding.ASCII.GetString(piece.Bytes.Span) : "");
        }
    }

    [Theory]
    [InlineData("Data: {\"email\":\"a\"}\n\n", "ambiguous_name")]
    [InlineData("data : {\"email\":\"a\"}\n\n", "ambiguous_name")]
    [InlineData(" data: {\"email\":\"a\"}\n\n", "ambiguous_name")]
    [InlineData("\uFEFFdata: {\"email\":\"a\"}\n\n", "invalid_utf8")]
    [InlineData("data: a@example.org\n\n", "malformed_json")]
    [InlineData("data: {\"email\":\"a\ndata: b\"}\n\n", "malformed_json")]
    [InlineData("data: [DONE]x\n\n", "malformed_json")]
    [InlineData("data: {\"EMAIL\":\"a\"}\n\n", "ambiguous_name")]
    [InlineData("data: {\"email\":", "malformed_json")]
    public void BadEvent_IsRefused(string body, string reason) => Assert.Equal(reason, Events(Route, [Encoding.UTF8.GetBytes(body)]).Reason?.Code);

    [Fact]
    public void Properties_HoldForEvents() =>
        Gen.Select(Documents.Any.Array[1, 4], Documents.Selectors, Gen.OneOf("\n", "\r\n", "\r"), Gen.Int[1, 40].Array[1, 5]).Sample(
            (documents, selectors, end, lengths) =>
            {
                var route = Documents.Route([.. selectors, "*.*.*", "*.*", "*"], TokenMode.Randomised);
                var body = Encoding.UTF8.GetBytes(string.Concat(documents.Select(document => $"event: e{end}{Data(document, end)}{end}")));

                Assert.Equal(Encoding.UTF8.GetString(body), Events(route, Pieces.Cut(body, lengths)).Text);
                var expected = string.Concat(documents.Select(document => $"event: e{end}{Data(Engine.Reveal(route, document, Acme, Acme.Analyst).Text, end)}{end}"));
                Assert.Equal(expected, Events(route, Pieces.Cut(body, lengths), Acme.Analyst).Text);
            },
            iter: 300);

    // A document of several lines is data of several lines.
    private static string Data(string document, string end) =>
        string.Concat(document.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r').Select(line => $"data: {line}{end}"));
}
