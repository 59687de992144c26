using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Fuzzing;

/// <summary>
/// Every carrier under broken input: there is an outcome, whatever comes and in whatever pieces; what stands where a rule names it never gets through in the clear; what was a document stays
/// one; and what was taken comes back.
/// </summary>
public sealed partial class CarrierFuzzTests
{
    private const int Inputs = 6000;
    private const string Secret = "S3CRET";

    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan[] Routes = [Policy().Ingress(), Policy().Recognizing().Ingress(), Policy().Enforcing().Ingress(), Policy().Enforcing(UnlistedHandling.Refuse).Ingress()];

    private static readonly string[] Documents =
    [
        """{"email":"S3CRET","name":"S3CRET","n":5.0,"id":7,"note":"ask S3CRET"}""",
        """{"email":["S3CRET",{"x":"S3CRET"}],"address":{"street":"S3CRET"},"phones":["S3CRET",null]}""",
        """{"payload":"{\"email\":\"S3CRET\",\"x\":\"a\\nb\"}","email":null}""",
        """{ "note" : "\u0061 ada@example.org \"x\"", "born":"S3CRET" , "deep":[[[{"email2":"bob@example.org"}]]]}""",
        "[]", "\"x\"", "17",
    ];

    private static TestPolicy Policy() => TestPolicy.Contacts().Field("payload.email", "email").FormField("email", "email").Embedded("payload").Text("note").Plain("id").Files("image/*")
        .Path("/c/{email}", "email").Header("X-Email", "email").Cookie("last", "email", encoding: ValueEncoding.Percent);

    [Fact]
    public void Json() => FuzzBudget.Run(Inputs, dice =>
    {
        var (route, sent) = (Any(dice, Routes), Mutator.Mutate(Encoding.UTF8.GetBytes(Any(dice, Documents)), dice));
        var stored = Engine.Run(route, route.Request, sent, Acme);
        if (stored.Reason is not null) return;
        AssertSealed(stored.Bytes);
        AssertComesBack(route, route.Response, sent, stored.Bytes);
        Engine.Run(route, route.Response, Mutator.Mutate(stored.Bytes, dice), Acme, Acme.Analyst);
    });

    [Fact]
    public void Lines() => FuzzBudget.Run(Inputs, dice =>
    {
        var (route, sent) = (Any(dice, Routes), Mutator.Mutate(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, dice.Next(1, 5)).Select(_ => Any(dice, Documents)))), dice));
        var stored = RunStream(route, route.RequestOf(BodyFormat.Lines), () => new LineSplitter(4096), sent, dice);
        if (stored is null) return;
        foreach (var line in SplitLines(stored)) AssertSealed(line);
        Assert.NotNull(RunStream(route, route.ResponseOf(BodyFormat.Lines), () => new LineSplitter(64 * 1024), stored, dice));
    });

    [Fact]
    public void Events() => FuzzBudget.Run(Inputs, dice =>
    {
        var egress = Policy().Recognizing().Egress();
        var text = string.Concat(Enumerable.Range(0, dice.Next(1, 5)).Select(_ => dice.Next(4) == 0 ? ": ping\n\n" : $"event: x\ndata: {Any(dice, Documents)}\n\n"));
        var sent = Mutator.Mutate(Encoding.UTF8.GetBytes(text), dice);
        if (RunStream(egress, egress.ResponseOf(BodyFormat.Events), () => new EventSplitter(8192), sent, dice) is not { } stored) return;
        foreach (var data in DataOf(stored)) AssertSealed(data);

        // The same on its way back, with tokens in pieces or broken.
        var ingress = Routes[0];
        RunStream(ingress, ingress.ResponseOf(BodyFormat.Events), () => new JoiningEventSplitter(8192, ingress.Places), Mutator.Mutate(stored, dice), dice);
    });

    [Fact]
    public void Forms() => FuzzBudget.Run(Inputs, dice =>
    {
        var route = Any(dice, Routes);
        var sent = Mutator.Mutate(Encoding.ASCII.GetBytes(Any(dice, ["email=S3CRET&x=1", "email=a%20S3CRET&email=S3CRET&ref=2", "x=ask+ada%40example.org+now&email=", "a[b]=1&%65mail=S3CRET"])), dice);
        var stored = Engine.Run(route, route.RequestOf(BodyFormat.Form)!, sent, Acme);
        if (stored.Reason is null) AssertPairsSealed(stored.Text);
    });

    [Fact]
    public void Queries() => FuzzBudget.Run(Inputs, dice =>
    {
        var route = Any(dice, Routes);
        var sent = Mutator.Mutate(Encoding.ASCII.GetBytes(Any(dice, ["email=S3CRET&page=1", "q=ada%40example.org&email=S3CRET", "page=2&email=", "a&b=&=c&email=S3CRET"])), dice);
        var stored = Engine.Run(route, route.Query, sent, Acme);
        if (stored.Reason is null) AssertPairsSealed(stored.Text);
    });

    [Fact]
    public void Parts() => FuzzBudget.Run(Inputs, dice =>
    {
        var route = Any(dice, Routes[..3]);
        var parts = Enumerable.Range(0, dice.Next(1, 4)).Select(_ => Any(dice,
        [
            "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nS3CRET\r\n",
            "--b\r\nContent-Disposition: form-data; name=meta\r\nContent-Type: application/json\r\n\r\n{\"email\":\"S3CRET\"}\r\n",
            "--b\r\nContent-Disposition: form-data; name=f; filename=f.png\r\nContent-Type: image/png\r\n\r\n\0\u00ff\r\n--a\r\n",
            "--b\r\nContent-Disposition: form-data; name=x\r\n\r\nask ada@example.org\r\n",
        ]));
        var sent = Mutator.Mutate(Encoding.UTF8.GetBytes(string.Concat(parts) + "--b--\r\n"), dice);
        RunStream(route, route.RequestOf(BodyFormat.Parts), () => new PartSplitter("b", route.Parts!, 4096), sent, dice);
    });

    [Fact]
    public void PathsHeadersAndCookies() => FuzzBudget.Run(Inputs, dice =>
    {
        var route = Any(dice, Routes);
        foreach (var (plan, seed) in ((UnitPlan, string)[])[(route.Values.Path!, "/c/S3CRET"), (route.Values.Headers[0].Plan, Secret), (route.Values.Cookies[0].Plan, "a%20S3CRET")])
        {
            var sent = Mutator.Mutate(Encoding.ASCII.GetBytes(seed), dice);
            var stored = Engine.Run(route, plan, sent, Acme);
            // A path of another shape is not the rule's.
            if (stored.Reason is null && (plan != route.Values.Path || (sent.AsSpan().StartsWith("/c/"u8) && !sent.AsSpan(3).ContainsAny("/?#"u8)))) Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(stored.Bytes), StringComparison.Ordinal);
        }
    });

    // What a parser of its own sees at the places that rules name.
    private static void AssertSealed(byte[] document) => AssertSealed(document, "email", "name", "address", "born", "phones");

    private static void AssertSealed(byte[] document, params string[] names)
    {
        using var parsed = JsonDocument.Parse(document);
        if (parsed.RootElement.ValueKind != JsonValueKind.Object) return;
        foreach (var name in names)
        {
            if (parsed.RootElement.TryGetProperty(name, out var covered) && !(name == "phones" && covered.ValueKind != JsonValueKind.Array)) Assert.All(StringsOf(covered), text => Assert.StartsWith("pn1.", text, StringComparison.Ordinal));
        }

        if (parsed.RootElement.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.String && payload.GetString() is { } inside && !string.IsNullOrWhiteSpace(inside) && !IsTokenOrCut(inside))
            AssertSealed(Encoding.UTF8.GetBytes(inside), "email");
    }

    private static bool IsTokenOrCut(string text) => text.StartsWith("pn1.", StringComparison.Ordinal) || text.StartsWith("hn1.", StringComparison.Ordinal);

    private static IEnumerable<string> StringsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString() ?? ""],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(StringsOf),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => StringsOf(member.Value)),
        _ => [],
    };

    private static void AssertPairsSealed(string pairs)
    {
        // A question mark in front would be taken for that of a URL.
        var parsed = HttpUtility.ParseQueryString("x=&" + pairs);
        foreach (var value in parsed.GetValues("email") ?? []) Assert.True(value.Length == 0 || value.StartsWith("pn1.", StringComparison.Ordinal), pairs);
    }

    private static void AssertComesBack(RoutePlan route, UnitPlan reveal, byte[] sent, byte[] stored)
    {
        // Handles and tokens that were in it already are another matter.
        if (sent.AsSpan().IndexOf("n1."u8) >= 0 || sent.AsSpan().IndexOf("\\u"u8) >= 0) return;
        var back = Engine.Run(route, reveal, stored, Acme);
        Assert.Null(back.Reason);
        Assert.Equal(Encoding.UTF8.GetString(sent), Encoding.UTF8.GetString(back.Bytes));
    }

    /// <summary>The stream whole and in pieces; null where it is refused, either way.</summary>
    private static byte[]? RunStream(RoutePlan route, UnitPlan? plan, Func<UnitSplitter> splitter, byte[] sent, Dice dice)
    {
        Assert.NotNull(plan);
        using var whole = splitter();
        using var pieces = splitter();
        var first = Engine.RunPieces(route, plan, whole, [sent], Acme);
        var second = Engine.RunPieces(route, plan, pieces, Mutator.Cut(sent, dice), Acme);
        Assert.Equal(first.Reason is null, second.Reason is null);
        if (first.Reason is not null) return null;
        // Tokens differ each time; the bytes around them do not.
        Assert.Equal(Blank(first.Bytes), Blank(second.Bytes));
        return first.Bytes;
    }

    // Whole tokens, and cut ones that were in there already.
    private static string Blank(byte[] bytes) => LongWord().Replace(Encoding.Latin1.GetString(bytes), "T");

    [GeneratedRegex("[A-Za-z0-9_.-]{22,}")]
    private static partial Regex LongWord();

    private static IEnumerable<byte[]> SplitLines(byte[] lines) => Encoding.Latin1.GetString(lines).Split('\n').Where(line => !string.IsNullOrWhiteSpace(line.Trim('\r'))).Select(Encoding.Latin1.GetBytes);

    private static IEnumerable<byte[]> DataOf(byte[] events) =>
        from part in Encoding.Latin1.GetString(events).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split("\n\n")
        let data = part.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line["data:".Length..]).ToArray()
        where data.Length > 0
        let text = string.Join('\n', data.Select(line => line.StartsWith(' ') ? line[1..] : line))
        where !string.IsNullOrWhiteSpace(text) && text != "[DONE]"
        select Encoding.Latin1.GetBytes(text);

    private static T Any<T>(Dice dice, T[] choices) => choices[dice.Next(choices.Length)];
}
