namespace TenantGateway.Core.Protection.Policies;

/// <summary>What rules give and take; a bit each.</summary>
[Flags]
public enum AccessRights
{
    None = 0,

    /// <summary>To see more of a value than a handle.</summary>
    Reveal = 1,

    /// <summary>To send new values.</summary>
    Write = 2,

    /// <summary>To search by values.</summary>
    Search = 4,
}

/// <summary>Conditions of a rule that a caller does not meet; a bit each.</summary>
[Flags]
public enum Unmet
{
    None = 0,

    /// <summary>The caller is none of those whom the rule names.</summary>
    Holder = 1,

    /// <summary>The token lacks a scope that is needed besides.</summary>
    Scope = 2,

    /// <summary>No purpose was stated that the rule takes.</summary>
    Purpose = 4,

    /// <summary>The login is too old, or there was none.</summary>
    Login = 8,
}
