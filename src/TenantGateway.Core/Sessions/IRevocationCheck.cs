using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>
/// Whether logins have been revoked, as this process knows it: at once of what it revoked itself, within a second of what others did.
/// </summary>
public interface IRevocationCheck
{
    /// <summary>
    /// Another number after every revocation that becomes known. What was good at this number is good as long as it stays, and <see cref="IsKnown"/> holds.
    /// </summary>
    long Version { get; }

    /// <summary>False where the database could not be read for longer than what was read is believed: then every standing is unknown.</summary>
    bool IsKnown { get; }

    /// <summary>Answers from memory, without I/O and without allocating.</summary>
    LoginStanding StandingOf(LoginMarks login);

    /// <summary>Answers by what the database holds at this moment, for those who must not act on an older truth; unknown where it cannot be read.</summary>
    ValueTask<LoginStanding> StandingNowAsync(LoginMarks login, CancellationToken cancellationToken);
}
