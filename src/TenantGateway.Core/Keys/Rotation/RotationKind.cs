namespace TenantGateway.Core.Keys.Rotation;

/// <summary>The ways to change a tenant's keys. They are never confused: each changes one thing.</summary>
public enum RotationKind
{
    /// <summary>A new generation of the data line. Tokens that exist stay as they are.</summary>
    Data,

    /// <summary>A new version of the key-encryption key, and every generation wrapped under it. No generation changes, no data is touched.</summary>
    Kek,

    /// <summary>A new generation of the lookup line. Searchable tokens change, so that services meet two for one value until the old ones are gone.</summary>
    Lookup,

    /// <summary>The older lookup generation is no longer searched by: none of its tokens is left.</summary>
    FinishLookup,

    /// <summary>A generation is no longer read.</summary>
    Disable,

    /// <summary>A disabled generation is read again.</summary>
    Enable,

    /// <summary>A generation is marked as compromised, and both lines get a new one at once.</summary>
    Compromise,
}
