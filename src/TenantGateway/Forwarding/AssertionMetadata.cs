using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Forwarding;

/// <summary>What a route's metadata say of the assertion that its service gets.</summary>
internal static class AssertionMetadata
{
    /// <summary>The metadata key: <c>true</c> where the service is to know under which organization its caller acts.</summary>
    public const string Organization = "AssertOrganization";

    public static bool TellsOrganization(RouteConfig route) => route.Metadata?.GetValueOrDefault(Organization) == "true";

    /// <summary>Another word would leave the claim out, and nobody would know.</summary>
    public static string? Problem(RouteConfig route) => route.Metadata?.GetValueOrDefault(Organization) is { } word and not ("true" or "false")
        ? $"Route '{route.RouteId}' has '{word}' in its Metadata '{Organization}'. Give true or false."
        : null;
}
