namespace TenantGateway.Core.Audit.Alarms;

/// <summary>
/// The stored alarms, and how far the log was looked through for them. Each step is one transaction that also moves on how far it got, so that whatever dies in between, no record is judged twice or
/// passed over.
/// </summary>
public interface IAlarmStore
{
    ValueTask<AlarmState> ReadStateAsync(CancellationToken cancellationToken);

    /// <summary>What is remembered of these: of a tenant where the actor is empty. Those of whom nothing is are left out.</summary>
    ValueTask<IReadOnlyList<StoredHistory>> ReadHistoriesAsync(IReadOnlyCollection<(string Tenant, string Actor)> whose, CancellationToken cancellationToken);

    /// <summary>Stores what came of a step, and takes the turn with it where nobody else has it.</summary>
    /// <returns>False, and nothing was changed, where the state is not as it was read, or another process has the turn.</returns>
    ValueTask<bool> TryTakeAsync(AlarmTurn turn, AlarmStep step, CancellationToken cancellationToken);

    /// <summary>Takes the turn, or keeps it.</summary>
    ValueTask<bool> TryHoldAsync(AlarmTurn turn, CancellationToken cancellationToken);

    /// <summary>Raises an alarm that no record raised, unless one of its kind and cause was raised after a moment. Any process may.</summary>
    /// <returns>False where there is one.</returns>
    ValueTask<bool> TryRaiseAsync(Alarm alarm, DateTimeOffset quietSince, IReadOnlyList<AlarmAddressee> addressees, CancellationToken cancellationToken);

    /// <summary>Alarms of which the log has no record yet, the oldest first.</summary>
    ValueTask<IReadOnlyList<Alarm>> ReadUnrecordedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Forgets actors who were not seen since a moment, those who were not for longest where there are too many, and alarms from before another moment.</summary>
    ValueTask ForgetAsync(AlarmLimits limits, CancellationToken cancellationToken);

    /// <summary>A page, the newest first.</summary>
    ValueTask<IReadOnlyList<Alarm>> FindAsync(AlarmFilter filter, int limit, CancellationToken cancellationToken);
}

/// <param name="LogId">Of the log.</param>
/// <param name="Through">How many records were looked at: all before this index.</param>
/// <param name="LogSize">How many the log has.</param>
/// <param name="RaiseFrom">The first record that may raise an alarm: those before it are older than alarms are.</param>
/// <param name="Holder">The process that has the turn.</param>
/// <param name="LeasedUntil">Until when.</param>
public sealed record AlarmState(ReadOnlyMemory<byte> LogId, long Through, long LogSize, long RaiseFrom, string? Holder, DateTimeOffset LeasedUntil);

/// <param name="State">As it was read.</param>
/// <param name="Holder">Who wants the turn.</param>
/// <param name="Now">A turn that ended before this is over.</param>
/// <param name="Until">Until when the next turn lasts.</param>
public sealed record AlarmTurn(AlarmState State, string Holder, DateTimeOffset Now, DateTimeOffset Until);

/// <summary>What came of looking at some records.</summary>
/// <param name="Through">How many were looked at now.</param>
public sealed record AlarmStep(long Through)
{
    /// <summary>What is remembered otherwise than before.</summary>
    public IReadOnlyList<StoredHistory> Histories { get; init; } = [];

    public IReadOnlyList<Alarm> Raised { get; init; } = [];

    /// <summary>To whom they are posted.</summary>
    public IReadOnlyList<AlarmAddressee> Addressees { get; init; } = [];

    /// <summary>The ids of alarms whose records were among those.</summary>
    public IReadOnlyList<string> Recorded { get; init; } = [];
}

/// <param name="Tenant">Of which tenant.</param>
/// <param name="Actor">Of which of its actors; empty for the tenant itself.</param>
/// <param name="LastSeen">When it was last added to.</param>
/// <param name="History">JSON.</param>
public sealed record StoredHistory(string Tenant, string Actor, DateTimeOffset LastSeen, string History);

/// <param name="ActorsSeenSince">Actors not seen since are forgotten.</param>
/// <param name="MostActors">So many are remembered at most.</param>
/// <param name="AlarmsSince">Alarms from before are forgotten; their records are not.</param>
public sealed record AlarmLimits(DateTimeOffset ActorsSeenSince, int MostActors, DateTimeOffset AlarmsSince);
