using System.Text;
using System.Text.Json;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>The one automaton against a plain evaluation of RFC 9535: the same values are covered, and by a rule that selects the place nearest to each.</summary>
public class SelectorOracleTests
{
    [Fact]
    public void AnyDocumentAndSelectors_CoverWhatTheRfcSelects() =>
        Gen.Select(Documents.Any, PlainSelector.Any.Array[1, 5]).Sample(
            (text, selectors) =>
            {
                using var document = JsonDocument.Parse(text);
                HashSet<string>[] selected = [.. selectors.Select(selector => selector.Evaluate(document.RootElement))];
                foreach (var (place, rule) in Rules(text, [.. selectors.Select(selector => selector.ToString())]))
                {
                    var nearest = Around(place).FirstOrDefault(around => selected.Any(places => places.Contains(around)));
                    if (nearest is null) Assert.True(rule is null, $"{place} is covered by {rule}.");
                    else Assert.True(rule is { } number && selected[number].Contains(nearest), $"{place} is covered by {rule}, which does not select {nearest}.");
                }
            },
            iter: 6000);

    [Fact]
    public void LessSelectedByOneOfTwo_ItDecidesBetweenThem() =>
        Gen.Select(Documents.Any, PlainSelector.Any, Gen.Int[0, 3]).Sample(
            (text, wide, at) =>
            {
                // A segment of the wide one with nothing but its first selector selects less, or the same.
                var segments = wide.Segments.ToArray();
                segments[at % segments.Length] = segments[at % segments.Length] with { Choices = segments[at % segments.Length].Choices[..1] };
                var narrow = new PlainSelector(segments);
                using var document = JsonDocument.Parse(text);
                var selected = narrow.Evaluate(document.RootElement);
                if (TestPolicy.SelectorOf(wide.ToString()).Normalized == TestPolicy.SelectorOf(narrow.ToString()).Normalized) return;
                foreach (var (place, rule) in Rules(text, [wide.ToString(), narrow.ToString()]))
                {
                    if (selected.Contains(place) && rule == 0) Assert.True(AreEqual(wide, narrow), $"{wide} decides {place} over {narrow}.");
                }
            },
            iter: 1500);

    // RFC 9535 sections 1.5 and 2.3 to 2.5: every example of the subset.
    [Theory]
    [InlineData(Store, "$.store.book[*].author", "/store/book#0/author /store/book#1/author /store/book#2/author /store/book#3/author")]
    [InlineData(Store, "$..author", "/store/book#0/author /store/book#1/author /store/book#2/author /store/book#3/author")]
    [InlineData(Store, "$.store.*", "/store/book /store/bicycle")]
    [InlineData(Store, "$.store..price", "/store/book#0/price /store/book#1/price /store/book#2/price /store/book#3/price /store/bicycle/price")]
    [InlineData(Store, "$..book[2]", "/store/book#2")]
    [InlineData(Store, "$..book[2].author", "/store/book#2/author")]
    [InlineData(Store, "$..book[2].publisher", "")]
    [InlineData(Store, "$..book[0,1]", "/store/book#0 /store/book#1")]
    [InlineData(Store, "$..book[:2]", "/store/book#0 /store/book#1")]
    [InlineData(Store, "$..*", "/store")]
    [InlineData(Names, "$.o['j j']", "/o/j j")]
    [InlineData(Names, "$.o['j j']['k.k']", "/o/j j/k.k")]
    [InlineData(Names, "$.o[\"j j\"][\"k.k\"]", "/o/j j/k.k")]
    [InlineData(Names, "$[\"'\"][\"@\"]", "/'/@")]
    [InlineData(Wild, "$[*]", "/o /a")]
    [InlineData(Wild, "$.o[*]", "/o/j /o/k")]
    [InlineData(Wild, "$.o[*, *]", "/o/j /o/k")]
    [InlineData(Wild, "$.a[*]", "/a#0 /a#1")]
    [InlineData("[\"a\",\"b\"]", "$[1]", "#1")]
    [InlineData(Letters, "$[1:3]", "#1 #2")]
    [InlineData(Letters, "$[5:]", "#5 #6")]
    [InlineData(Letters, "$[1:5:2]", "#1 #3")]
    [InlineData(Letters, "$[0, 3]", "#0 #3")]
    [InlineData(Letters, "$[0:2, 5]", "#0 #1 #5")]
    [InlineData(Letters, "$[0, 0]", "#0")]
    [InlineData(Deep, "$..j", "/o/j /a#2#0/j")]
    [InlineData(Deep, "$..[0]", "/a#0 /a#2#0")]
    [InlineData(Deep, "$..[*]", "/o /a")]
    [InlineData(Deep, "$..o", "/o")]
    [InlineData(Deep, "$.o..[*, *]", "/o/j /o/k")]
    [InlineData(Deep, "$.a..[0, 1]", "/a#0 /a#1 /a#2#0 /a#2#1")]
    public void ExampleOfTheRfc_CoversWhatIsBelowItsNodes(string document, string selector, string nodes)
    {
        string[] places = nodes.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var split && nodes.Contains("j j", StringComparison.Ordinal) ? [nodes] : split;
        Assert.All(Rules(document, selector), leaf => Assert.Equal(places.Any(place => Around(leaf.Place).Contains(place)), leaf.Rule is not null));
        Assert.All(places, place => Assert.Contains(Rules(document, selector), leaf => leaf.Rule is not null && Around(leaf.Place).Contains(place)));
    }

    [Fact]
    public void ElementsFarBeyondTheGreatestNumber_AreStillTold()
    {
        var document = $"[{string.Join(',', Enumerable.Range(0, 5000))}]";
        var covered = Rules(document, "$[7::3]", "$[1000]").Where(leaf => leaf.Rule is not null).Select(leaf => int.Parse(leaf.Place[1..], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Enumerable.Range(0, 5000).Where(i => (i >= 7 && (i - 7) % 3 == 0) || i == 1000), covered);
    }

    [Fact]
    public void Descendants_GoOnInEmbeddedDocuments()
    {
        var route = new TestPolicy().Field("$..email", "email").Field("$..args[1:]", "name").Embedded("$..args").Ingress();
        var outcome = Engine.Protect(route, """{"a":[{"args":"{\"to\":{\"email\":\"S3CRET\"},\"x\":1}"},{"args":"[\"kept\",\"S3CRET\",\"S3CRET\"]"}],"email":"S3CRET"}""", TestTenant.Acme);
        Assert.Equal(4, outcome.Disclosure.Protected);
        Assert.DoesNotContain("S3CRET", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("kept", outcome.Text, StringComparison.Ordinal);
        // A document in a string of a document in a string: nobody looks into it, so it does not pass.
        Assert.Equal(Reasons.MalformedJson, Engine.Protect(route, """{"args":"{\"args\":\"{}\"}"}""", TestTenant.Acme).Reason);
    }

    [Fact]
    public void MutatedDocument_IsRefusedOrKeepsNothingAtAnyDepth() =>
        Gen.Select(Documents.Any, Gen.Double.Unit, Gen.Double.Unit, Gen.OneOf("\"a\":\"S3CRET\",", "\"A\":1,", "{", "}", "[", "]", ",", "\"", "[\"S3CRET\"],", "{\"\\u0061\":\"S3CRET\"},")).Sample(
            (text, from, to, fragment) =>
            {
                var (start, end) = ((int)(from * text.Length), (int)(to * text.Length));
                var sent = end > start && end - start < 8 ? text[..start] + text[end..] : text[..start] + fragment + text[start..];
                var outcome = Engine.Protect(new TestPolicy().Field("$..a", "email").Field("$..[1::2]", "name").Ingress(), sent, TestTenant.Acme);
                if (outcome.Reason is not null) return;
                using var stored = JsonDocument.Parse(outcome.Bytes);
                AssertSealed(stored.RootElement, isCovered: false);
            },
            iter: 4000);

    [Fact]
    public void ScanOfDescendantsAndIndices_AllocatesNothing()
    {
        var route = new TestPolicy().Field("$..email", "email").Field("$..rows[1::2]['a','b']", "name").Field("$.rows[0]", "phone").Ingress();
        var document = Encoding.UTF8.GetBytes("""{"rows":[{"email":"x"},{"a":1,"b":[2,3]},{"deep":{"email":[1,2,{"rows":[0,{"a":7}]}]}}]}""");
        var scan = new UnitScan();
        for (var i = 0; i < 100; i++) route.Request.Carrier.Scan(document, scan);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) route.Request.Carrier.Scan(document, scan);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(8, scan.Spans.Length);
    }

    private static void AssertSealed(JsonElement value, bool isCovered)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject()) AssertSealed(member.Value, isCovered || member.Name == "a");
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, element) in value.EnumerateArray().Index()) AssertSealed(element, isCovered || i % 2 == 1);
        }
        else if (isCovered && value.ValueKind != JsonValueKind.Null)
        {
            Assert.StartsWith("pn1.", value.GetString(), StringComparison.Ordinal);
        }
    }

    private const string Store = """
        {"store":{"book":[{"category":"reference","author":"Nigel Rees","title":"Sayings of the Century","price":8.95},
        {"category":"fiction","author":"Evelyn Waugh","title":"Sword of Honour","price":12.99},
        {"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99},
        {"category":"fiction","author":"J. R. R. Tolkien","title":"The Lord of the Rings","isbn":"0-395-19395-8","price":22.99}],
        "bicycle":{"color":"red","price":399}}}
        """;

    private const string Names = """{"o":{"j j":{"k.k":3}},"'":{"@":2}}""";
    private const string Wild = """{"o":{"j":1,"k":2},"a":[5,3]}""";
    private const string Letters = """["a","b","c","d","e","f","g"]""";
    private const string Deep = """{"o":{"j":1,"k":2},"a":[5,3,[{"j":4},{"k":6}]]}""";

    // Two selectors that select the same in every document.
    private static bool AreEqual(PlainSelector one, PlainSelector other)
    {
        Selector[] both = [TestPolicy.SelectorOf(one.ToString()), TestPolicy.SelectorOf(other.ToString())];
        var states = SelectorAutomaton.Build(both, new SelectorGroups(2)).States;
        return states.All(state => state.Ends.Contains((short)0) == state.Ends.Contains((short)1));
    }

    /// <summary>Every value that is no object, array or null, with the rule that covers it.</summary>
    private static List<(string Place, short? Rule)> Rules(string text, params string[] selectors)
    {
        var trie = FieldTrie.Compile([.. selectors.Select(TestPolicy.SelectorOf)]);
        var scan = new UnitScan();
        new JsonCarrier(new ContentPlan { Operation = PlanOperation.Protect, FromCaller = false, Fields = trie }).Scan(Encoding.UTF8.GetBytes(text), scan);
        Assert.Null(scan.Refused);
        var covered = new Dictionary<int, short>();
        foreach (var span in scan.Spans) covered.Add(span.Start, span.Rule);

        using var document = JsonDocument.Parse(text);
        return [.. Leaves("", document.RootElement).Zip(Starts(text), (place, start) => (place, covered.TryGetValue(start, out var rule) ? rule : (short?)null))];
    }

    private static IEnumerable<string> Leaves(string place, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => PlainSelector.Children((place, value)).SelectMany(child => Leaves(child.Place, child.Value)),
        JsonValueKind.Null => [],
        _ => [place],
    };

    private static List<int> Starts(string text)
    {
        var starts = new List<int>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False) starts.Add((int)reader.TokenStartIndex);
        }

        return starts;
    }

    // The place itself first, then what is around it, from the inside to the outside.
    private static IEnumerable<string> Around(string place)
    {
        for (; place.Length > 0; place = place[..place.LastIndexOfAny(['/', '#'])]) yield return place;
    }
}
