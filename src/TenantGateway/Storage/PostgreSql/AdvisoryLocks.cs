namespace TenantGateway.Storage.PostgreSql;

/// <summary>The advisory locks of a gateway's database: a class that is its own, and the number within.</summary>
internal static class AdvisoryLocks
{
    /// <summary>"TGWY": tells whoever looks at <c>pg_locks</c> whose they are.</summary>
    internal const int Class = 0x54475759;

    /// <summary>Held by a session that prepares the database.</summary>
    internal const int Turn = 1;

    /// <summary>Held by the transaction that changes the state.</summary>
    internal const int Writer = 2;
}
