using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz;

/// <summary>The policy of all targets, and documents that look like its traffic.</summary>
internal static class Traffic
{
    public static readonly TestTenant Acme = TestTenant.Acme;

    /// <summary>Values become other tokens each time and come back as they were written.</summary>
    public static readonly RoutePlan Route = RouteOf(TokenMode.Randomised);

    /// <summary>Equal values become equal tokens, so that two runs can be compared.</summary>
    public static readonly RoutePlan Searchable = RouteOf(TokenMode.Deterministic);

    private static readonly string[] Names = ["email", "name", "phones", "address", "jobs", "employer", "call", "say", "choices", "delta", "content", "index", "x", "\u00e9", "Name.x"];

    private static readonly string[] Words = ["Hello", " ", "p", "\n", "\"", "\\", "\u4e2d", "\ud83d\ude00", "\u00e9", "a\u2022", "\u0001", "/", "", "pn1.abc", "{\"a\":1}"];

    private static readonly Actor[] Others = [Acme.Analyst, Acme.Support, Acme.Guest, TestTenant.Globex.Agent];

    /// <summary>Whoever may see nothing in the clear.</summary>
    public static IReadOnlyList<Actor> WithoutRights => Others;

    public static TestTenant TenantOf(Actor actor) => actor.Tenant == TestTenant.Globex.Id ? TestTenant.Globex : Acme;

    /// <summary>A document of a caller.</summary>
    public static string Document(Chance chance) => Object(chance, 0, new Values(chance, InTokens: false));

    /// <summary>A document of a service, in which tokens stand for values.</summary>
    public static string Answer(Chance chance) => Object(chance, 0, new Values(chance, InTokens: true));

    /// <summary>Cuts an input into pieces.</summary>
    public static IEnumerable<byte[]> Cut(byte[] input, Chance chance)
    {
        var most = chance.OneIn(3) ? 1 : 1 + chance.Below(60);
        for (var at = 0; at < input.Length;)
        {
            var length = Math.Min(input.Length - at, 1 + chance.Below(most));
            yield return input[at..(at += length)];
        }
    }

    public static string Word(Chance chance) => chance.Of(Words);

    private static string Object(Chance chance, int depth, Values values)
    {
        var members = new Dictionary<string, string>();
        for (var i = chance.Below(5); i >= 0; i--)
        {
            var name = chance.Of(Names);
            members[name] = name switch
            {
                "call" => JsonSerializer.Serialize(depth < 2 ? Object(chance, depth + 3, values) : ""),
                "index" => $"{chance.Below(3)}",
                "say" or "content" => JsonSerializer.Serialize(values.Prose()),
                _ => Value(chance, depth + 1, values),
            };
        }

        return $"{{{string.Join(chance.OneIn(3) ? " ,\t" : ",", members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{member.Value}"))}}}";
    }

    private static string Value(Chance chance, int depth, Values values) => chance.Below(depth > 3 ? 5 : 8) switch
    {
        0 or 1 or 2 => JsonSerializer.Serialize(values.Text()),
        3 => chance.Of([Planted.Number, "5.0", "1e400", "-0", "true"]),
        4 => "null",
        5 => $"[{string.Join(',', Enumerable.Range(0, chance.Below(3)).Select(_ => Value(chance, depth + 1, values)))}]",
        _ => Object(chance, depth, values),
    };

    private static RoutePlan RouteOf(TokenMode mode) => TestPolicy.Contacts(mode)
        .Embedded("call").Field("call.email", "email", mode).Text("say").Text("choices.*.delta.content")
        .FormField("email", "email", mode).FormField("note", "employment", mode).Files("image/*")
        .Path("/crm/contacts/{email}", "email")
        .Header("X-Mail", "email", mode).Header("X-Name", "name", mode, encoding: ValueEncoding.Percent)
        .Cookie("mail", "email", mode).Cookie("name", "name", mode, ValueEncoding.Percent).Ingress();

    private sealed record Values(Chance Chance, bool InTokens)
    {
        public string Text() => !InTokens ? Chance.OneIn(4) ? Word(Chance) : Planted.Clear : Chance.OneIn(4) ? Word(Chance) : Token();

        public string Prose() => string.Concat(Enumerable.Range(0, 1 + Chance.Below(5)).Select(_ => Chance.OneIn(3) && InTokens ? Token() : Word(Chance)));

        private string Token() => Planted.Token(Chance.OneIn(4) ? TestTenant.Globex : Acme);
    }
}
