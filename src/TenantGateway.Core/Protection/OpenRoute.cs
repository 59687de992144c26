using TenantGateway.Core.Access;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Core.Protection;

/// <summary>A route whose callers have no token, as its policy declares: set as a feature of a request that such a route takes, before anybody is asked for a token.</summary>
/// <param name="Route">The id of the route.</param>
/// <param name="Kind">What calls it.</param>
/// <param name="Signature">How webhooks prove themselves; null where nobody does.</param>
/// <param name="MaxBodyBytes">The longest body.</param>
public sealed record OpenRoute(string Route, ActorKind Kind, SignatureRule? Signature, int MaxBodyBytes);

/// <summary>The routes whose callers have no token, by the policies in force.</summary>
public interface IOpenRoutes
{
    /// <summary>Whether there is one.</summary>
    bool Any { get; }

    /// <summary>Null for every other route.</summary>
    OpenRoute? Find(string route);
}
