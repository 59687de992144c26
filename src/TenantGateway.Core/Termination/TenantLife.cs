using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Termination;

/// <summary>Where a tenant stands between its creation and its end.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="State">As the directory has it.</param>
/// <param name="Hold">What keeps it from being destroyed; null where nothing does.</param>
/// <param name="Termination">Its end, where it has begun.</param>
public sealed record TenantLife(TenantId Tenant, TenantState State, TenantHold? Hold, TenantTermination? Termination)
{
    /// <summary>When it is destroyed where nothing comes in between; null where it is not terminated, or held.</summary>
    public DateTimeOffset? DestroyedFrom => Hold is null && Termination is { Phase: not TerminationPhase.Destroyed } ? Termination.DestroyAt : null;

    /// <summary>How much of the clock was left when the hold stopped it; null where no clock stands still.</summary>
    public TimeSpan? LeftAtHold =>
        Hold is not null && Termination is { Phase: TerminationPhase.Disabled } termination ? termination.DestroyAt - ClockStoppedAt(Hold, termination) : null;

    /// <summary>The clock of destruction stands still from the hold on, or from the termination where the hold is older.</summary>
    public static DateTimeOffset ClockStoppedAt(TenantHold hold, TenantTermination termination) =>
        hold.Since > termination.TerminatedAt ? hold.Since : termination.TerminatedAt;
}

/// <summary>Keeps a tenant from being destroyed, such as for a court. Why is in the audit trail only.</summary>
public sealed record TenantHold(DateTimeOffset Since, ActorId By);

/// <summary>The end of a tenant.</summary>
public sealed record TenantTermination
{
    /// <summary>The operation that two people decided.</summary>
    public required string Operation { get; init; }

    public required DateTimeOffset TerminatedAt { get; init; }

    public required DateTimeOffset DestroyAt { get; init; }

    /// <summary>What a recovery gives back.</summary>
    public required TenantState StateBefore { get; init; }

    /// <inheritdoc cref="StateBefore"/>
    public required ImmutableArray<FormerGeneration> GenerationsBefore { get; init; }

    /// <summary>A token of the tenant, sealed right before: after the end it must not open. Empty where it could not be sealed.</summary>
    public required string Canary { get; init; }

    public TerminationPhase Phase { get; init; } = TerminationPhase.Disabled;

    /// <summary>What the key service has answered so far.</summary>
    public ErasureProgress Progress { get; init; } = new();

    public DateTimeOffset? DestroyedAt { get; init; }

    /// <summary>The signed certificate, once there is one.</summary>
    public ReadOnlyMemory<byte> Certificate { get; init; }

    public bool IsFinal { get; init; }
}

/// <summary>A generation and the state that it had.</summary>
public sealed record FormerGeneration(KeyId KeyId, KeyLine Line, int Number, GenerationState State);

/// <summary>What a destruction has reached; kept so that one that was interrupted certifies all of it.</summary>
public sealed record ErasureProgress
{
    /// <summary>Keys that are not the operator's to delete; null until it was looked.</summary>
    public IReadOnlyList<string>? CustomerKeks { get; init; }

    public DateTimeOffset? KekDeletedAt { get; init; }

    public DateTimeOffset? KekRecoverableUntil { get; init; }

    /// <summary>Null while the key service could still recover it.</summary>
    public DateTimeOffset? KekGoneAt { get; init; }

    public int UnwrapsRefused { get; init; }

    public string? TokenProbe { get; init; }
}

/// <summary>How far the end of a tenant has come.</summary>
public enum TerminationPhase
{
    /// <summary>T0: disabled everywhere; can be recovered and held.</summary>
    Disabled,

    /// <summary>The destruction has begun: there is no way back.</summary>
    Destroying,

    Destroyed,
}
