namespace TenantGateway.Storage.Databases;

/// <summary>
/// The connection was lost while a transaction was committed: it happened as a whole, or not at all, and only the database knows. Nothing was acknowledged, and
/// who wants to try again looks first.
/// </summary>
internal sealed class CommitInDoubtException(Exception inner) : IOException("The connection to the database was lost while a change was committed.", inner);
