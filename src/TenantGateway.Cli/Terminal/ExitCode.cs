namespace TenantGateway.Cli.Terminal;

/// <summary>What scripts branch on; never renumbered once published.</summary>
internal enum ExitCode
{
    Done = 0,
    Unexpected = 1,
    Usage = 2,
    NotAuthenticated = 3,
    Refused = 4,
    NotFound = 5,
    Conflict = 6,
    Invalid = 7,
    Unavailable = 8,
}
