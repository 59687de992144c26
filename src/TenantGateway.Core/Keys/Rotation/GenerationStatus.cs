namespace TenantGateway.Core.Keys.Rotation;

/// <summary>A generation as its keepers see it: everything but the key.</summary>
public sealed record GenerationStatus
{
    public required KeyId KeyId { get; init; }

    public required KeyLine Line { get; init; }

    public required int Number { get; init; }

    public required GenerationState State { get; init; }

    public required string KekId { get; init; }

    public required long Epoch { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StateSince { get; init; }

    public required bool IsCompromised { get; init; }

    /// <summary>How long until it becomes primary, as this process counts; null where it is not pending.</summary>
    public TimeSpan? PrimaryIn { get; init; }

    /// <summary>The tokens that were met under it; null where none were.</summary>
    public TokensSeen? Seen { get; init; }
}
