using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection;

public class RoutePlanTests
{
    [Fact]
    public void Rules_AreNumberedFieldsFirstThenParameters()
    {
        var route = new TestPolicy().Field("a.*", "name").Field("b", "email").Query("q", "email").Ingress();
        Assert.Equal(["$.a.*", "$.b", "?q"], route.Fields.Select(field => field.Location));
        Assert.Equal([FieldRight.Write, FieldRight.Write, FieldRight.Search], route.Fields.Select(field => field.Right));
        Assert.Equal(TokenMode.Deterministic, route.Fields[2].Mode);
    }

    [Fact]
    public void Operations_FollowThePolicy()
    {
        var ingress = TestPolicy.Contacts().Ingress();
        Assert.Equal((PlanOperation.Protect, true), (ingress.Request.Operation, ingress.Request.FromCaller));
        Assert.Equal((PlanOperation.Reveal, false), (ingress.Response.Operation, ingress.Response.FromCaller));

        var egress = TestPolicy.Contacts().Egress();
        Assert.Equal((PlanOperation.Reveal, true), (egress.Request.Operation, egress.Request.FromCaller));
        Assert.Equal((PlanOperation.Protect, false), (egress.Response.Operation, egress.Response.FromCaller));
    }
}
