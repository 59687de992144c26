using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>A token that a language model's stream spreads over several events is put together in the first of them.</summary>
public sealed class TokenJoinerTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Text("choices.*.delta.content").Text("delta.text").Ingress();
    private static readonly string Email = Stored("email", "\"ada@example.org\"");
    private static readonly string Name = Stored("name", "\"Quist \\\"Q\\\"\"");

    private static string Stored(string field, string value) => JsonNode.Parse(Engine.Protect(Route, $$"""{"{{field}}":{{value}}}""", Acme).Text)![field]!.ToString();

    private static string Delta(string text, int index = 0, string more = "") => $"data: {{\"choices\":[{{\"index\":{index},\"delta\":{{\"content\":\"{text}\"}}}}]{more}}}\n\n";

    private static string Run(string events, IEnumerable<byte[]>? pieces = null)
    {
        using var splitter = new JoiningEventSplitter(64 * 1024, Route.Places);
        return Engine.RunPieces(Route, Route.ResponseOf(BodyFormat.Events)!, splitter, pieces ?? [Encoding.UTF8.GetBytes(events)], Acme).Text;
    }

    private static string TextOf(string events, int index = 0) => string.Concat(
        from line in events.Split('\n')
        where line.StartsWith("data: {", StringComparison.Ordinal)
        let choice = JsonNode.Parse(line["data: ".Length..])?["choices"]?[0]
        where (int?)choice?["index"] == index
        select $"{choice["delta"]?["content"]}");

    [Fact]
    public void TokenCutAtAnyPlace_IsRevealed_AndEveryEventStays()
    {
        for (var cut = 1; cut < Email.Length; cut++)
        {
            var revealed = Run(Delta($"Ask {Email[..cut]}") + Delta($"{Email[cut..]}, please") + Delta("ok"));
            Assert.Equal(Delta("Ask ada@example.org") + Delta(", please") + Delta("ok"), revealed);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void TokenInManyPieces_IsRevealed(int length)
    {
        var sent = $"to {Email} and {Name}{Email}.";
        var events = string.Concat(sent.Chunk(length).Select(chunk => Delta(new string(chunk))));
        foreach (var pieces in (byte[][][])[[Encoding.UTF8.GetBytes(events)], [.. Encoding.UTF8.GetBytes(events).Select(single => new[] { single })]])
        {
            var revealed = Run(events, pieces);
            Assert.Equal("to ada@example.org and Quist \"Q\"ada@example.org.", TextOf(revealed));
            Assert.Equal(events.Split("\n\n").Length, revealed.Split("\n\n").Length);
        }
    }

    [Fact]
    public void SeveralRowsOfTexts_AreKeptApart_AndOtherEventsStayInOrder()
    {
        var (a, b) = (Email.Length / 2, Name.Length / 2);
        var revealed = Run(
            $": ping\n\n{Delta($"1 {Email[..a]}")}event: x\ndata: {{\"type\":\"ping\"}}\n\n{Delta($"2 {Name[..b]}", 1)}data: [DONE]\n\n{Delta(Email[a..], more: ",\"x\":5.0")}{Delta(Name[b..] + "!", 1)}");
        Assert.Equal(
            $": ping\n\n{Delta("1 ada@example.org")}event: x\ndata: {{\"type\":\"ping\"}}\n\n{Delta("2 Quist \\\"Q\\\"", 1)}data: [DONE]\n\n{Delta("", more: ",\"x\":5.0")}{Delta("!", 1)}", revealed);
    }

    [Fact]
    public void IndexBehindTheText_CountsAsWell()
    {
        static string Block(string text, int index) => $"data: {{\"type\":\"content_block_delta\",\"delta\":{{\"text\":\"{text}\"}},\"index\":{index}}}\n\n";
        Assert.Equal(Block("ada@example.org", 0) + Block("x", 1) + Block("", 0), Run(Block(Email[..20], 0) + Block("x", 1) + Block(Email[20..], 0)));
    }

    [Theory]
    [InlineData("help", "ful")]
    [InlineData("pn1.", "is how they begin")]
    [InlineData("pn1.abcdef", "!")]
    [InlineData("p", "")]
    [InlineData("pn", "pn")]
    [InlineData("pn1", "")]
    public void WhatOnlyBeginsLikeOne_PassesAsItIs(string first, string second) =>
        Assert.Equal(Delta(first) + Delta(second) + Delta("p"), Run(Delta(first) + Delta(second) + Delta("p")));

    [Fact]
    public void TokenThatNeverEnds_PassesAsItIs()
    {
        Assert.Equal(Delta(Email[..30]) + "data: [DONE]\n\n", Run(Delta(Email[..30]) + "data: [DONE]\n\n"));
        Assert.Equal(Delta(Email[..30]) + Delta(" no"), Run(Delta(Email[..30]) + Delta(" no")));
        // The last event may lack its blank line.
        Assert.Equal(Delta(Email[..30]).TrimEnd('\n'), Run(Delta(Email[..30]).TrimEnd('\n')));
    }

    [Fact]
    public void WhatIsNoText_IsLeftToTheScan()
    {
        foreach (var broken in (byte[][])["data: {\"\u00efp\":\"p\"}\n\n"u8.ToArray()[..8], [.. "data: {\"a"u8, 0xEF, .. "p\":\"p\"}\n\n"u8], "data: {\"\\ud800\":\"p\"}\n\n"u8.ToArray(), "data: {\"p\"\n\n"u8.ToArray()])
        {
            using var splitter = new JoiningEventSplitter(64 * 1024, Route.Places);
            broken.CopyTo(splitter.Free());
            splitter.Advance(broken.Length);
            splitter.Complete();
            Assert.True(splitter.TryTake(out var piece));
            Assert.Equal(broken, piece.Bytes.ToArray());
        }
    }

    [Fact]
    public void TextsThatAreNotDeclared_AreNotPutTogether()
    {
        static string Other(string text) => $"data: {{\"other\":\"{text}\"}}\n\n";
        Assert.Equal(Other(Email[..30]) + Other(Email[30..]), Run(Other(Email[..30]) + Other(Email[30..])));
    }

    [Fact]
    public void WithMoreThanIsHeldBack_WhatIsHeldGoesOn()
    {
        using var splitter = new JoiningEventSplitter(1024, Route.Places);
        var filler = $"data: {{\"x\":\"{new string('a', 500)}\"}}\n\n";
        var sent = Delta(Email[..30]) + filler + filler + filler + Delta(Email[30..]);
        Assert.Equal(sent, Engine.RunPieces(Route, Route.ResponseOf(BodyFormat.Events)!, splitter, Encoding.UTF8.GetBytes(sent).Chunk(100), Acme).Text);
    }

    [Fact]
    public void WhatNeedNotWait_IsGivenAtOnce_AndTheRestWhenNobodyWaitsAnyMore()
    {
        using var splitter = new JoiningEventSplitter(64 * 1024, Route.Places);
        Assert.Equal(Delta("Hello"), Give(splitter, Delta("Hello")));
        Assert.Null(splitter.Patience);
        Assert.Equal(Delta("a"), Give(splitter, Delta("a") + Delta("help")));
        Assert.Equal(TimeSpan.FromMilliseconds(250), splitter.Patience);
        Assert.Equal(Delta("help"), Give(splitter, Delta(Email[..9])));
        Assert.Equal(TimeSpan.FromSeconds(10), splitter.Patience);
        Assert.Equal("", Give(splitter, ": ping\n\n"));
        splitter.LetGo();
        Assert.Equal(Delta(Email[..9]) + ": ping\n\n", Give(splitter, ""));
        Assert.Null(splitter.Patience);
    }

    /// <summary>Whatever is said around and between tokens, cut into events anywhere, reads the same as in one piece.</summary>
    [Fact]
    public void Properties_HoldForAnyCut() => Gen.Select(Gen.OneOf("p", "pn", "pn1", "pn1.", "n1.", " ", "help", ".", "x").Array[0, 4].Array[1, 4], Gen.Int[1, 50].Array[1, 6], Gen.Int[1, 90].Array[1, 4]).Sample(
        (words, texts, lengths) =>
        {
            var parts = words.Select(word => string.Concat(word)).ToArray();
            var sent = string.Join(Email, parts);
            var events = string.Concat(Pieces.Cut(Encoding.ASCII.GetBytes(sent), texts).Select(text => Delta(Encoding.ASCII.GetString(text))));
            var revealed = Run(events, Pieces.Cut(Encoding.ASCII.GetBytes(events), lengths));
            Assert.Equal(TextOf(Run(Delta(sent))), TextOf(revealed));
        },
        iter: 2000);

    private static string Give(JoiningEventSplitter splitter, string events)
    {
        Encoding.ASCII.GetBytes(events).CopyTo(splitter.Free().Span);
        splitter.Advance(events.Length);
        var given = new StringBuilder();
        while (splitter.TryTake(out var piece)) given.Append(Encoding.ASCII.GetString(piece.Bytes.Span));
        return given.ToString();
    }
}
