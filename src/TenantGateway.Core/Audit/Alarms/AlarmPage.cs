namespace TenantGateway.Core.Audit.Alarms;

/// <summary>Some of the alarms that were sought.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Next">Where the search goes on; null where these are the last.</param>
public sealed record AlarmPage(IReadOnlyList<Alarm> Items, string? Next);
