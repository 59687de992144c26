using System.Text;
using CsCheck;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

public class AnswerMergeTests
{
    private static readonly FanOutRule Items = new(TestPolicy.SelectorOf("items"), TestPolicy.SelectorOf("id"), [TestPolicy.SelectorOf("count")], []);
    private static readonly FanOutRule Bare = new(null, TestPolicy.SelectorOf("key.id"), [], []);

    [Fact]
    public void Rows_StandOnceAndByteForByte_TheOlderAnswersFirst() => Assert.Equal(
        """{ "items" : [{"id":1, "a":5.0},{"a":"\u0041","id":"1"},{"id":2}], "count" : 3, "more":null }""",
        Merge(Items, """{ "items" : [ {"id":1, "a":5.0} , {"a":"\u0041","id":"1"} ], "count" : 2, "more":null }""", """{ "items" : [{"id":2}], "count" : 1, "more":null }"""));

    [Theory]
    [InlineData("""{"items":[],"count":0}""", """{"items":[{"id":1}],"count":1}""", """{"items":[{"id":1}],"count":1}""")]
    [InlineData("""{"items":[{"id":1}],"count":1}""", """{"items":[ ],"count":0}""", """{"items":[{"id":1}],"count":1}""")]
    [InlineData("""{"items":[],"count":0}""", """{"items":[],"count":0}""", """{"items":[],"count":0}""")]
    [InlineData("""{"count":1,"items":[{"id":1}]}""", """{"count":1,"items":[{"id":2}]}""", """{"count":2,"items":[{"id":1},{"id":2}]}""")]
    public void EmptyAnswers_AddNothing(string first, string second, string joined) => Assert.Equal(joined, Merge(Items, first, second));

    [Fact]
    public void RowThatMovedBetweenTheAsks_StandsOnceAsItWasLast() => Assert.Equal(
        """{"items":[{"id":1},{"id":"x","v":"new"},{"id":2}],"count":3}""",
        Merge(Items, """{"items":[{"id":"\u0078","v":"old"},{"id":1}],"count":2}""", """{"items":[{"id":"x","v":"new"},{"id":2}],"count":2}"""));

    [Fact]
    public void BareArrays_AreJoined() => Assert.Equal(
        """ [{"key":{"id":1}},{"key":{"id":2}},{"key":{"id":3}}] """,
        Merge(Bare, """ [{"key":{"id":1}},{"key":{"id":2}}] """, """ [{"key":{"id":3}}] """));

    [Fact]
    public void ThreeAnswers_AreJoined() => Assert.Equal(
        """{"items":[{"id":1},{"id":2},{"id":3}],"count":3}""",
        Merge(Items, """{"items":[{"id":1},{"id":3}],"count":2}""", """{"items":[{"id":2}],"count":1}""", """{"items":[{"id":3}],"count":1}"""));

    [Theory]
    [InlineData("""{"items":[{"id":1}],"count":7}""", "one page of several")]
    [InlineData("""{"items":[{"id":1}],"count":1.0}""", "one page of several")]
    [InlineData("""{"items":[{"id":1}],"count":"1"}""", "lacks a count")]
    [InlineData("""{"items":[{"id":1}]}""", "lacks a count")]
    [InlineData("""{"count":0}""", "no array")]
    [InlineData("""{"items":{},"count":0}""", "no array")]
    [InlineData("""{"items":null,"count":0}""", "no array")]
    [InlineData("""[]""", "no array")]
    [InlineData("""{"items":[],"items":[],"count":0}""", "a name twice")]
    [InlineData("""{"items":[],"\u0069tems":[],"count":0}""", "a name twice")]
    [InlineData("""{"items":[{"id":1},{"id":1}],"count":2}""", "same id")]
    [InlineData("""{"items":[{"id":1,"id":2}],"count":1}""", "no id")]
    [InlineData("""{"items":[{"id":null}],"count":1}""", "no id")]
    [InlineData("""{"items":[{"ID":1}],"count":1}""", "no id")]
    [InlineData("""{"items":["1"],"count":1}""", "no id")]
    [InlineData("""{"items":[[{"id":1}]],"count":1}""", "no id")]
    [InlineData("""{"items":[],"count":0,"next":"/crm?cursor=2"}""", "differ")]
    [InlineData("""{"items":[],"count":0 }""", "differ")]
    [InlineData("""{"count":0,"items":[]}""", "differ")]
    [InlineData("""{"items":[],"count":0}{}""", "not well-formed")]
    [InlineData("""{"items":[],"count":0""", "not well-formed")]
    [InlineData("""{"items":[{"id":"\ud800"}],"count":1}""", "not well-formed")]
    [InlineData("", "not well-formed")]
    public void WhatCannotBeJoinedExactly_IsNotJoined(string answer, string fault)
    {
        const string Whole = """{"items":[],"count":0}""";
        Assert.Contains(fault, Fault(Items, Whole, answer), StringComparison.Ordinal);
        Assert.Contains(fault, Fault(Items, answer, Whole), StringComparison.Ordinal);
    }

    /// <summary>However rows are spread over two answers, the joined one holds each once, as it is, and tells how many there are.</summary>
    [Fact]
    public void SpreadRows_AreAllThere() => Gen.Int[0, 3].Array[0, 30].Sample(places =>
    {
        var rows = places.Select((place, id) => (Place: place, Json: $$"""{"v":"é\"{{place}}", "id":{{id}}}""")).ToList();
        string AnswerOf(int bit)
        {
            var held = rows.Where(row => ((row.Place + 1) & bit) != 0).Select(row => row.Json).ToList();
            return $$"""{"items":[{{string.Join(" ,", held)}}],"count":{{held.Count}}}""";
        }

        var there = rows.Where(row => ((row.Place + 1) & 3) != 0).ToList();
        var joined = Merge(Items, AnswerOf(1), AnswerOf(2));
        Assert.EndsWith($"\"count\":{there.Count}}}", joined, StringComparison.Ordinal);
        Assert.All(there, row => Assert.Equal(2, joined.Split(row.Json).Length));
    });

    private static string Merge(FanOutRule rule, params string[] answers)
    {
        using var output = new ByteBuffer(64);
        Assert.Null(AnswerMerge.Merge([.. answers.Select(answer => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(answer))], rule, output));
        return Encoding.UTF8.GetString(output.Written);
    }

    private static string Fault(FanOutRule rule, params string[] answers)
    {
        using var output = new ByteBuffer(64);
        var fault = AnswerMerge.Merge([.. answers.Select(answer => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(answer))], rule, output);
        Assert.Equal(0, output.Length);
        return fault ?? throw new InvalidOperationException("They were joined.");
    }
}
