namespace TenantGateway.Core.Protection.Policies;

/// <summary>What a policy does about what it finds.</summary>
public enum PolicyMode
{
    /// <summary>What its rules say; values that none of them names pass.</summary>
    Protect,

    /// <summary>What its rules say; values that none of them names are looked through or refused.</summary>
    Enforce,

    /// <summary>Nothing: bodies and queries pass as they are, and what would have become of them is counted.</summary>
    Observe,
}
