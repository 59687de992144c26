using System.Collections.Immutable;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>When alarms are raised.</summary>
public sealed record AlarmRules
{
    /// <summary>Kinds that are never raised. What they go by is remembered all the same, so that they know it once they are.</summary>
    public ImmutableArray<AlarmKind> Off { get; init; } = [];

    /// <summary>How long nothing is raised again for the same reason about the same actor or tenant.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many foreign or damaged tokens a tenant may have within <see cref="TokensWindow"/>.</summary>
    public long TokensLimit { get; init; } = 20;

    public TimeSpan TokensWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after a denial the same must not be allowed.</summary>
    public TimeSpan DeniedWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after a tenant's first record nothing is a first reveal yet.</summary>
    public TimeSpan Learning { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long it is remembered that an actor was given a class.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Up to so many clear values in a day are no alarm, whoever it is; and so many are taken as usual for an actor of too few days.</summary>
    public long VolumeFloor { get; init; } = 1000;

    /// <summary>How many times what is usual is too much.</summary>
    public int VolumeFactor { get; init; } = 5;
}
