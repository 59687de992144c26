using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>What a caller says that it needs values for: <c>X-Purpose</c>, one word.</summary>
internal static class StatedPurpose
{
    public const string Header = "X-Purpose";

    /// <summary>Takes the purpose that the policy lets this actor state. What it does not take goes no further, also where a service gets the header.</summary>
    public static string? Take(HttpRequest request, AccessTable access, Actor actor)
    {
        if (!request.Headers.TryGetValue(Header, out var stated)) return null;
        var accepted = access.AcceptPurpose(stated.Count == 1 ? stated[0] : null, actor);
        if (accepted is null) request.Headers.Remove(Header);
        return accepted;
    }
}
