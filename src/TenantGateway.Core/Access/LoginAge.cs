namespace TenantGateway.Core.Access;

/// <summary>How recent a login must be, by what is to be done; the settings say how many seconds that is.</summary>
public enum LoginAge
{
    /// <summary>For traffic, and to read on the admin plane: eight hours by default.</summary>
    Reading,

    /// <summary>To change something on the admin plane, keys above all: 15 minutes by default.</summary>
    Change,

    /// <summary>For what discloses or destroys for good: five minutes by default.</summary>
    Disclosure,
}
