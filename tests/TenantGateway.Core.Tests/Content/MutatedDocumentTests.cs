using System.Text;
using System.Text.Json;
using CsCheck;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Content;

/// <summary>Documents broken at random: whatever arrives, there is an outcome, it is JSON, and it holds nothing that had to be sealed.</summary>
public class MutatedDocumentTests
{
    private const int Iterations = 4000;
    private static readonly TestTenant Acme = TestTenant.Acme;

    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\"", "\\", "{", "}", "[", "]", ":", ",", " ", "\n", "\0", "null", "0", "-", "1e5", "\"a\":", "\"b\":\"S3CRET\",", "\"A\":1,", "\\u0061",
            "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\u2022\u2022\u2022", "\uFEFF", "pn1.", "hn1.", "\\u0070n1.",
            Sealed.Token(TestTenant.Acme.Data, "S3CRET", "class-0"), Sealed.Token(TestTenant.Globex.Data, "S3CRET", "class-0"),
            Encoding.ASCII.GetString(Sealed.HandleOf(TestTenant.Acme.Data, TestTenant.Acme.Analyst.Id, "S3CRET"u8, "class-0")),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0], [0xED, 0xA0, 0x80], [0x80],
    ];

    private static readonly Gen<(int Kind, double At, double Length, byte[] Fragment)[]> Mutations =
        Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, Gen.OneOf(Fragments), (kind, at, length, fragment) => (kind, at, length, fragment)).Array[1, 4];

    [Fact]
    public void Protect_RefusesOrSealsWhatIsCovered() =>
        Gen.Select(Documents.Any, Documents.Selectors, Mutations).Sample(
            (document, selectors, mutations) =>
            {
                var sent = Mutate(Encoding.UTF8.GetBytes(document), mutations);
                var route = Documents.Route(selectors, TokenMode.Randomised);
                foreach (var actor in new[] { Acme.Agent, Acme.Analyst })
                {
                    var outcome = Engine.Run(route, route.Request, sent, Acme, actor);
                    if (outcome.Reason is null) new ReferenceRewriter(selectors).AssertProtected(Acme, sent, outcome.Bytes);
                }
            },
            iter: Iterations);

    [Fact]
    public void Reveal_RefusesOrTellsNothingWithoutTheRight() =>
        Gen.Select(Documents.Any, Documents.Selectors, Mutations).Sample(
            (document, selectors, mutations) =>
            {
                var route = Documents.Route([.. selectors, "*.*.*", "*.*", "*"], TokenMode.Randomised);
                var stored = Engine.Protect(route, $"[{document.Replace("S3CRET", "other", StringComparison.Ordinal)},\"S3CRET\"]", Acme).Bytes;
                var sent = Mutate(stored, [.. mutations.Where(mutation => !mutation.Fragment.AsSpan().SequenceEqual("\"b\":\"S3CRET\","u8))]);
                var outcome = Engine.Run(route, route.Response, sent, Acme, Acme.Analyst);
                if (outcome.Reason is not null) return;
                Assert.DoesNotContain("S3CRET", Encoding.UTF8.GetString(outcome.Bytes), StringComparison.Ordinal);
                Assert.False(outcome.Disclosure.RevealsSomething);
                JsonDocument.Parse(outcome.Bytes).Dispose();
                JsonDocument.Parse(Engine.Run(route, route.Response, sent, Acme).Bytes).Dispose();
            },
            iter: Iterations);

    [Fact]
    public void EitherOperation_HasAnOutcomeForAnyBytes() =>
        Gen.Select(Gen.Byte.Array[0, 40], Mutations).Sample(
            (bytes, mutations) =>
            {
                var route = TestPolicy.Contacts().Ingress();
                foreach (var plan in new[] { route.Request, route.Response, route.Query! }) Engine.Run(route, plan, Mutate(bytes, mutations), Acme);
            },
            iter: Iterations);

    [Fact]
    public void Query_RefusesOrSealsWhatIsCovered() =>
        Gen.OneOf("email", "=", "&", ";", "S3CRET", "%65mail", "Email", "[]", "%", "%zz", "+", ".", "x", "%00", "%E2%80%A2").Array[1, 12].Sample(
            parts =>
            {
                var route = TestPolicy.Contacts().Ingress();
                var query = string.Concat(parts);
                var outcome = Engine.Query(route, query, Acme);
                if (outcome.Reason is not null) return;
                foreach (var pair in outcome.Text.Split('&', ';'))
                {
                    var name = Uri.UnescapeDataString(pair.Split('=')[0]).Trim('\0', ' ', '+').ToLowerInvariant();
                    if (name == "email" || name.StartsWith("email[", StringComparison.Ordinal) || name.StartsWith("email.", StringComparison.Ordinal))
                        Assert.DoesNotContain("S3CRET", pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal);
                }
            },
            iter: 20 * Iterations);

    private static byte[] Mutate(byte[] document, (int Kind, double At, double Length, byte[] Fragment)[] mutations)
    {
        foreach (var (kind, place, share, fragment) in mutations)
        {
            var at = (int)(place * document.Length);
            var length = (int)(share * share * (document.Length - at));
            document = kind switch
            {
                0 => [.. document[..at], .. document[(at + length)..]],
                1 => [.. document[..at], .. document.AsSpan(at, length), .. document[at..]],
                2 when at < document.Length => [.. document[..at], (byte)(document[at] ^ (1 << (int)(share * 8))), .. document[(at + 1)..]],
                3 => [.. document[..at], .. fragment, .. document[Math.Min(document.Length, at + 1)..]],
                _ => [.. document[..at], .. fragment, .. document[at..]],
            };
        }

        return document;
    }
}
