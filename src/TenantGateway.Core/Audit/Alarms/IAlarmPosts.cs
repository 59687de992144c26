namespace TenantGateway.Core.Audit.Alarms;

/// <summary>Alarms that are still to be posted, one by one for each webhook. Kept until they are, or are given up.</summary>
public interface IAlarmPosts
{
    /// <summary>The next that is due, for this process until a moment: then whoever comes first may try.</summary>
    ValueTask<AlarmPost?> TryClaimAsync(string webhook, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>It was posted, or is given up.</summary>
    ValueTask RemoveAsync(AlarmPost post, CancellationToken cancellationToken);

    /// <summary>It is tried again at a moment.</summary>
    ValueTask PostponeAsync(AlarmPost post, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>How many wait.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken);
}

/// <param name="Webhook">Where it is to go.</param>
/// <param name="Alarm">What.</param>
/// <param name="Attempts">How often it was tried, this time included.</param>
/// <param name="HeldUntil">Until when it is this process's.</param>
public sealed record AlarmPost(string Webhook, Alarm Alarm, int Attempts, DateTimeOffset HeldUntil);

/// <param name="Webhook">The name of a webhook.</param>
/// <param name="Tenant">Whose alarms it is given; null for all.</param>
public sealed record AlarmAddressee(string Webhook, string? Tenant)
{
    public bool Takes(Alarm alarm) => Tenant is null || Tenant == alarm.Tenant;
}
