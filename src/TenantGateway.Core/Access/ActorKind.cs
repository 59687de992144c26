namespace TenantGateway.Core.Access;

/// <summary>What acts. Decided with the token, and never by anything else that a request says.</summary>
public enum ActorKind
{
    /// <summary>Somebody who has logged in.</summary>
    Person,

    /// <summary>A registered service, by a token that the gateway itself has issued for one tenant.</summary>
    Service,

    /// <summary>A sender without a token that has signed its message, on a route whose policy declares it.</summary>
    Webhook,

    /// <summary>Anybody, on a route whose policy declares it.</summary>
    Anonymous,
}

/// <summary>The words for kinds in records, assertions and answers.</summary>
public static class ActorKinds
{
    /// <summary>Whether a token names it. What has none is never shown anything of a value, and is given nothing that it could send back.</summary>
    public static bool BearsToken(this ActorKind kind) => kind is ActorKind.Person or ActorKind.Service;

    public static string Word(this ActorKind kind) => kind switch
    {
        ActorKind.Person => "person",
        ActorKind.Service => "service",
        ActorKind.Webhook => "webhook",
        ActorKind.Anonymous => "anonymous",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
