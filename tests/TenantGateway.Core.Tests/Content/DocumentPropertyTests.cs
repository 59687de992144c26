using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

public class DocumentPropertyTests
{
    private const int Iterations = 1000;
    private static readonly TestTenant Acme = TestTenant.Acme;

    [Fact]
    public void ExactlyTheCoveredValues_AreSealed() =>
        Gen.Select(Documents.Any, Documents.Selectors).Sample(
            (document, selectors) =>
            {
                var stored = Engine.Protect(Documents.Route(selectors, TokenMode.Randomised), document, Acme);
                new ReferenceRewriter(selectors).AssertProtected(Acme, Encoding.UTF8.GetBytes(document), Encoding.UTF8.GetBytes(stored.Text));
            },
            iter: Iterations);

    [Fact]
    public void ExactlyTheCoveredValues_AreSealedWhereSearchable() =>
        Gen.Select(Documents.OfStrings, Documents.Selectors).Sample(
            (document, selectors) =>
            {
                var route = Documents.Route(selectors, TokenMode.Deterministic);
                var stored = Engine.Protect(route, document, Acme).Text;
                new ReferenceRewriter(selectors).AssertProtected(Acme, Encoding.UTF8.GetBytes(document), Encoding.UTF8.GetBytes(stored));
                Assert.Equal(stored, Engine.Protect(route, document, Acme).Text);
            },
            iter: Iterations);

    [Fact]
    public void ProtectThenReveal_GivesTheIdenticalDocument() =>
        Gen.Select(Documents.Any, Documents.Selectors).Sample(
            (document, selectors) =>
            {
                var route = Documents.Route(selectors, TokenMode.Randomised);
                Assert.Equal(document, Engine.Reveal(route, Engine.Protect(route, document, Acme).Text, Acme).Text);
            },
            iter: Iterations);

    [Fact]
    public void ProtectThenRevealWhereSearchable_GivesAnEqualDocument() =>
        Gen.Select(Documents.OfStrings, Documents.Selectors).Sample(
            (document, selectors) =>
            {
                var route = Documents.Route(selectors, TokenMode.Deterministic);
                var revealed = Engine.Reveal(route, Engine.Protect(route, document, Acme).Text, Acme).Text;
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(document), JsonNode.Parse(revealed)));
            },
            iter: Iterations);

    [Fact]
    public void HandlesReadAndWrittenBack_LeaveTheIdenticalDocument() =>
        Gen.Select(Documents.Any, Documents.Selectors).Sample(
            (document, selectors) =>
            {
                var route = Documents.Route(selectors, TokenMode.Randomised);
                foreach (var atRest in new[] { document, Engine.Protect(route, document, Acme).Text })
                {
                    var read = Engine.Reveal(route, atRest, Acme, Acme.Analyst).Text;
                    var writtenBack = Engine.Protect(route, read, Acme, Acme.Analyst).Text;
                    Assert.Equal(document, Engine.Reveal(route, writtenBack, Acme).Text);
                }
            },
            iter: Iterations);

    [Fact]
    public void AnotherTenant_GetsTheStoredDocumentAsItIs() =>
        Gen.Select(Documents.Any, Documents.Selectors).Sample(
            (document, selectors) =>
            {
                var route = Documents.Route(selectors, TokenMode.Randomised);
                var stored = Engine.Protect(route, document, Acme);
                var leaked = Engine.Reveal(route, stored.Text, TestTenant.Globex);
                Assert.Equal(stored.Text, leaked.Text);
                Assert.Equal(stored.Disclosure.Protected, leaked.Disclosure.ForeignTokens);
                Assert.False(leaked.Disclosure.RevealsSomething);
            },
            iter: Iterations);
}
