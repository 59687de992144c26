namespace TenantGateway.KeyVault;

/// <summary>A key of the vault with its versions, the oldest first.</summary>
internal sealed class StoredKey(string name)
{
    internal string Name => name;

    internal List<StoredVersion> Versions { get; } = [];

    /// <summary>As the policy was put; null where none was.</summary>
    internal string? RotateAfter { get; set; }

    internal long DeletedAt { get; set; }

    internal long PurgedAt { get; set; }

    /// <summary>How many times the state that the last change led to is still hidden: a vault answers before it has happened everywhere.</summary>
    internal int Hidden { get; set; }

    internal StoredVersion Newest => Versions[^1];
}

/// <summary>One version.</summary>
internal sealed class StoredVersion
{
    internal required string Id { get; init; }

    internal required KeyMaterial Material { get; init; }

    internal required string KeyType { get; init; }

    internal required string[] Operations { get; init; }

    internal required long Created { get; init; }

    internal long Updated { get; set; }

    internal bool Enabled { get; set; } = true;

    internal Dictionary<string, string> Tags { get; } = [];
}
