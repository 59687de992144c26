namespace TenantGateway.Core.Protection.Policies;

/// <summary>Which answers caches may keep.</summary>
public enum AnswerCaching
{
    /// <summary>None: what one caller is shown is nobody else's.</summary>
    None,

    /// <summary>Those that passed uninspected, as the service says; in them nothing was revealed.</summary>
    Opaque,
}
