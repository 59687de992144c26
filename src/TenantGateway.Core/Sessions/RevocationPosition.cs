namespace TenantGateway.Core.Sessions;

/// <summary>
/// Where the newest revocation stands. A position is a number, and a database that was restored from a backup gives out again those that it has lost: so each addition has a
/// stamp of its own, by which a reader tells that its place is another's by now.
/// </summary>
/// <param name="Newest">Of the newest revocation ever added; 0 where there was none.</param>
/// <param name="Stamp">Of the addition that ended there.</param>
/// <param name="HeldStamp">Of the addition that ended where the reader stands; null where none did, or so long ago that it is forgotten.</param>
public readonly record struct RevocationPosition(long Newest, long Stamp, long? HeldStamp);
