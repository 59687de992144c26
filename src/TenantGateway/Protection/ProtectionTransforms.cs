using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace TenantGateway.Protection;

/// <summary>Puts every route's answers under protection: there is no way to configure a route without it.</summary>
internal sealed class ProtectionTransforms(ResponseProtection protection) : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
        if (string.IsNullOrEmpty(context.Route.Metadata?.GetValueOrDefault(RequiredPolicies.MetadataKey)))
        {
            context.Errors.Add(new ArgumentException($"Route '{context.Route.RouteId}' names no policy: set its Metadata '{RequiredPolicies.MetadataKey}'."));
        }
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        // Asking for identity, because YARP does not decompress.
        context.AddRequestHeader("Accept-Encoding", "identity", append: false);
        context.AddRequestTransform(ForwardedValues.AddToAsync);
        context.AddResponseTransform(protection.ApplyAsync);
    }
}
