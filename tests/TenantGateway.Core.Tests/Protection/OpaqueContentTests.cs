using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using static TenantGateway.Core.Tests.Protection.Policies.SamplePolicies;

namespace TenantGateway.Core.Tests.Protection;

public class OpaqueContentTests
{
    private const string Fields = "\"fields\": [ { \"select\": \"$.a\", \"class\": \"email\" } ], ";

    [Theory]
    [InlineData("image/png", "image/png", true)]
    [InlineData("image/png", "IMAGE/Png", true)]
    [InlineData("image/png", "image/png2", false)]
    [InlineData("image/png", "image/jpeg", false)]
    [InlineData("image/*", "image/jpeg", true)]
    [InlineData("image/*", "Image/x", true)]
    [InlineData("image/*", "imagery/x", false)]
    [InlineData("application/grpc", "application/grpc", true)]
    [InlineData("application/grpc", "application/grpc+proto", true)]
    [InlineData("application/grpc", "application/grpc-web", false)]
    [InlineData("application/grpc", "application/grpcx", false)]
    [InlineData("application/grpc+proto", "application/grpc", false)]
    [InlineData("application/*", "text/xml", false)]
    [InlineData("websocket", "websocket", false)]
    public void Type_IsCoveredAsDeclared(string declared, string mediaType, bool covered)
    {
        var opaque = Compile($$"""{ "name": "a", {{Fields}} "opaque": ["{{declared}}"] }""");

        Assert.Equal(covered, opaque.Covers(OpaqueDirection.Request, mediaType));
        Assert.Equal(covered, opaque.Covers(OpaqueDirection.Response, mediaType));
    }

    [Theory]
    [InlineData("application/*", "application/json")]
    [InlineData("application/*", "APPLICATION/JSON")]
    [InlineData("application/*", "application/problem+json")]
    [InlineData("application/grpc", "application/grpc+json")]
    [InlineData("text/*", "text/json")]
    [InlineData("model/*", "model/gltf+json")]
    public void Json_IsNeverOpaqueWhereFieldsAreProtected(string declared, string mediaType)
    {
        Assert.False(Compile($$"""{ "name": "a", {{Fields}} "opaque": ["{{declared}}"] }""").Covers(OpaqueDirection.Request, mediaType));
        Assert.True(Compile($$"""{ "name": "a", "opaque": ["{{declared}}"] }""").Covers(OpaqueDirection.Request, mediaType));
    }

    [Fact]
    public void Direction_Decides()
    {
        var opaque = Compile("""{ "name": "a", "opaque": [ { "type": "text/csv", "direction": "response" }, { "type": "image/png", "direction": "request" }, { "type": "image/gif", "direction": "both" } ] }""");

        Assert.Equal((false, true), (opaque.Covers(OpaqueDirection.Request, "text/csv"), opaque.Covers(OpaqueDirection.Response, "text/csv")));
        Assert.Equal((true, false), (opaque.Covers(OpaqueDirection.Request, "image/png"), opaque.Covers(OpaqueDirection.Response, "image/png")));
        Assert.Equal((true, true), (opaque.Covers(OpaqueDirection.Request, "image/gif"), opaque.Covers(OpaqueDirection.Response, "image/gif")));
    }

    [Fact]
    public void WithoutDeclaration_NothingIsOpaque()
    {
        var opaque = Compile(Smallest);

        Assert.Equal((true, false, false), (opaque.NoBodies, opaque.WebSockets, opaque.Covers(OpaqueDirection.Both, "image/png")));
    }

    [Fact]
    public void WebSocketAlone_OpensNoBody()
    {
        var opaque = Compile("""{ "name": "a", "opaque": ["websocket"] }""");

        Assert.Equal((true, true), (opaque.NoBodies, opaque.WebSockets));
    }

    private static OpaqueContent Compile(string json)
    {
        var result = PolicyReader.Read("a.json", Bytes(json));
        Assert.Empty(result.Problems);
        return RoutePlan.Compile(result.Policy!).Opaque;
    }
}
