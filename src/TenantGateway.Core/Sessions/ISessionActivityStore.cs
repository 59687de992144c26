using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>When logins were used last, as the database holds it: to the minute, from all processes.</summary>
public interface ISessionActivityStore
{
    /// <summary>When it was used last; null where that is not known.</summary>
    ValueTask<DateTimeOffset?> FindAsync(Fingerprint login, CancellationToken cancellationToken);

    /// <summary>Writes down uses; an earlier one never replaces a later one.</summary>
    /// <param name="uses">At most one a login.</param>
    /// <param name="forgetBefore">Logins that were used last before this moment are forgotten.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask RecordAsync(IReadOnlyList<SessionUsed> uses, DateTimeOffset forgetBefore, CancellationToken cancellationToken);
}

/// <param name="Login">Which login.</param>
/// <param name="At">When it was used.</param>
public readonly record struct SessionUsed(Fingerprint Login, DateTimeOffset At);
