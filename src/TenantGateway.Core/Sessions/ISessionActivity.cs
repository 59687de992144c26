using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>Whether people have used their logins lately, over all processes.</summary>
public interface ISessionActivity
{
    /// <summary>The longest time without a request.</summary>
    TimeSpan IdleLimit { get; }

    /// <summary>
    /// Notes that a login is used now. Asks the database only for a login that was not made within the limit and that this process has not seen within it; in the
    /// steady state there is no I/O and no allocation.
    /// </summary>
    /// <returns>False where it was idle for longer than the limit, or where that cannot be told: the person must log in again.</returns>
    ValueTask<bool> TouchAsync(LoginMarks login, CancellationToken cancellationToken);
}
