using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>The kinds of callers that a route takes.</summary>
public enum PolicyCallers
{
    /// <summary>Whoever has logged in.</summary>
    People,

    /// <summary>Registered services with a token for the tenant.</summary>
    Services,

    Both,

    /// <summary>Senders without a token that sign what they send.</summary>
    Signature,

    /// <summary>Anybody, and nobody is told apart.</summary>
    Anonymous,
}

/// <summary>Which actors those are.</summary>
public static class AcceptedCallers
{
    public static bool Accepts(this PolicyCallers callers, ActorKind kind) => (callers, kind) switch
    {
        (PolicyCallers.People or PolicyCallers.Both, ActorKind.Person) => true,
        (PolicyCallers.Services or PolicyCallers.Both, ActorKind.Service) => true,
        _ => kind == callers.WithoutToken(),
    };

    /// <summary>What calls where nobody has a token; null where callers have one.</summary>
    public static ActorKind? WithoutToken(this PolicyCallers callers) => callers switch
    {
        PolicyCallers.Signature => ActorKind.Webhook,
        PolicyCallers.Anonymous => ActorKind.Anonymous,
        _ => null,
    };
}
