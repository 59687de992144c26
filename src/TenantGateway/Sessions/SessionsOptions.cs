using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Sessions;

/// <summary>How long logins live that are not used, and how revocations become known: section <c>Gateway:Sessions</c>.</summary>
internal sealed class SessionsOptions
{
    public const string Section = "Gateway:Sessions";

    /// <summary>The longest time without a request after which a person must log in again, in seconds. 60 to 86,400, default 30 minutes.</summary>
    [Range(60, 86_400, ErrorMessage = $"{Section}:IdleSeconds must be 60 to 86400.")]
    public int IdleSeconds { get; set; } = 1_800;

    /// <summary>
    /// How many logins of one issuer each process holds that were used within the idle limit, 0.3 KB each: the use of more is known to the database alone. 100 to 10,000,000, default 500,000.
    /// </summary>
    [Range(100, 10_000_000, ErrorMessage = $"{Section}:LoginsPerIssuer must be 100 to 10000000.")]
    public int LoginsPerIssuer { get; set; } = 500_000;

    /// <summary>How often the database is asked for new revocations, in milliseconds: they are effective that much later at most. 100 to 10,000, default 900.</summary>
    [Range(100, 10_000, ErrorMessage = $"{Section}:RevocationPollMilliseconds must be 100 to 10000.")]
    public int RevocationPollMilliseconds { get; set; } = 900;

    /// <summary>
    /// How long the data plane goes on by the revocations that it knows while the database cannot be read, in seconds; after that it refuses everything. The admin plane never
    /// goes on without. 10 to 3,600, default 5 minutes.
    /// </summary>
    [Range(10, 3_600, ErrorMessage = $"{Section}:RevocationsBelievedSeconds must be 10 to 3600.")]
    public int RevocationsBelievedSeconds { get; set; } = 300;
}
