namespace TenantGateway.Core.Access;

/// <summary>What acts. Decided with the token, and never by anything else that a request says.</summary>
public enum ActorKind
{
    /// <summary>Somebody who has logged in.</summary>
    Person,

    /// <summary>A registered service, by a token that the gateway itself has issued for one tenant.</summary>
    Service,
}

/// <summary>The words for kinds in records, assertions and answers.</summary>
public static class ActorKinds
{
    public static string Word(this ActorKind kind) => kind switch
    {
        ActorKind.Person => "person",
        ActorKind.Service => "service",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
