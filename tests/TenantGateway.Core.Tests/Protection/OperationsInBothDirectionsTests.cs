using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Egress: the same engine with its operations exchanged.</summary>
public class OperationsInBothDirectionsTests
{
    private const string Clear = "{\"id\":5.0,\"name\":\"Jane\",\"phones\":[1,\"2\"],\"address\":{\"a\":\"\\u0062\"}}";
    private static readonly TestTenant Acme = TestTenant.Acme;

    [Fact]
    public void ProtectedAtTheIngress_IsRevealedInARequestOfTheEgress()
    {
        var stored = Engine.Protect(TestPolicy.Contacts().Ingress(), Clear, Acme).Text;
        var egress = TestPolicy.Contacts().Egress();
        Assert.Equal(Clear, Engine.Run(egress, egress.Request, stored, Acme).Text);
    }

    [Fact]
    public void ClearAnswerOfAnEgress_IsProtectedWhateverTheActorMayWrite()
    {
        var egress = TestPolicy.Contacts().Egress();
        foreach (var actor in new[] { Acme.Agent, Acme.Analyst })
        {
            var stored = Engine.Run(egress, egress.Response, Clear, Acme, actor);
            Assert.Equal(4, stored.Disclosure.Protected);
            Assert.Equal(Clear, Engine.Reveal(TestPolicy.Contacts().Ingress(), stored.Text, Acme).Text);
        }
    }

    [Fact]
    public void TokensInAnAnswerOfAnEgress_StayAsTheyAre()
    {
        var egress = TestPolicy.Contacts().Egress();
        foreach (var key in new[] { Acme.Data, Acme.Lookup })
        {
            var document = $"{{\"email\":\"{Sealed.Token(key, "x")}\",\"other\":\"{Sealed.Token(key, "y")}\"}}";
            Assert.Equal(document, Engine.Run(egress, egress.Response, document, Acme).Text);
        }
    }

    [Theory]
    [InlineData("hn1.aaaaaa.h003")]
    [InlineData("pn1.aaaaaa.r003")]
    [InlineData("pn1.secret")]
    [InlineData("j•••@e•••.org")]
    public void WhatIsNoWholeTokenInAnAnswerOfAnEgress_IsProtectedAsAValue(string value)
    {
        var egress = TestPolicy.Contacts().Egress();
        var document = $"{{\"email\":\"{value}\"}}";
        var stored = Engine.Run(egress, egress.Response, document, Acme).Text;
        Assert.DoesNotContain(value, stored, StringComparison.Ordinal);
        Assert.Equal(document, Engine.Reveal(TestPolicy.Contacts().Ingress(), stored, Acme).Text);
    }

    [Fact]
    public void RequestOfTheEgress_RendersByTheActorsForms()
    {
        var egress = TestPolicy.Contacts().Egress();
        var stored = Engine.Protect(TestPolicy.Contacts().Ingress(), "{\"name\":\"Jane\"}", Acme).Text;
        Assert.Equal("{\"name\":\"J•••\"}", Engine.Run(egress, egress.Request, stored, Acme, Acme.Support).Text);
        Assert.StartsWith("{\"name\":\"hn1.", Engine.Run(egress, egress.Request, stored, Acme, Acme.Analyst).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void BothDirectionsMayProtect()
    {
        var route = TestPolicy.Contacts().Ingress();
        var both = RoutePlan.Compile(route.Policy with { Response = PlanOperation.Protect });
        Assert.DoesNotContain("Jane", Engine.Run(both, both.Response, Clear, Acme).Text, StringComparison.Ordinal);
        Assert.Equal(Reasons.ClassWriteDenied, Engine.Run(both, both.Request, Clear, Acme, Acme.Analyst).Reason);
    }

    [Fact]
    public void TokensInTheQueryOfAnEgress_AreRefused()
    {
        var egress = TestPolicy.Contacts().Egress();
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Query(egress, "q=pn1.aaaaaa.r003", Acme).Reason);
        Assert.Equal(Reasons.InvalidHandle, Engine.Query(egress, "q=hn1.aaaaaa.h003", Acme).Reason);
    }
}
