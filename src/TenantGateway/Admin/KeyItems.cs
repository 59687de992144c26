using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Protection;

namespace TenantGateway.Admin;

/// <summary>A generation as the admin API shows it. Never a key, wrapped or not.</summary>
internal sealed record KeyItem(
    string KeyId, string Line, int Number, string State, bool Compromised, string KekId, long Epoch, DateTimeOffset? CreatedAt, DateTimeOffset? StateSince, int? PrimaryInSeconds, TokensItem Tokens)
{
    public static KeyItem Of(GenerationStatus status) => new(
        status.KeyId.ToString(),
        KeyNames.Of(status.Line),
        status.Number,
        KeyNames.Of(status.State),
        status.IsCompromised,
        status.KekId,
        status.Epoch,
        status.CreatedAt,
        status.StateSince,
        status.PrimaryIn is { } left ? (int)Math.Ceiling(left.TotalSeconds) : null,
        TokensItem.Of(status.Seen));
}

/// <summary>The tokens that were opened under a generation.</summary>
/// <param name="Seen">How many, each time.</param>
/// <param name="First">The first day; null where none were.</param>
/// <param name="Last">The last day.</param>
internal sealed record TokensItem(long Seen, DateOnly? First, DateOnly? Last)
{
    public static TokensItem Of(TokensSeen? seen) => new(seen?.Tokens ?? 0, seen?.First, seen?.Last);
}

internal sealed record KeyList(string Tenant, IReadOnlyList<KeyItem> Items)
{
    public static KeyList Of(string tenant, IEnumerable<GenerationStatus> generations) => new(tenant, [.. generations.Select(KeyItem.Of)]);
}

/// <summary>What becomes, or would become, of one generation.</summary>
/// <param name="KeyId">Null where it is, or would be, made.</param>
/// <param name="Line">Its line.</param>
/// <param name="Number">Its number within the line.</param>
/// <param name="From">Its state before; null where it is made.</param>
/// <param name="To">Its state at once.</param>
/// <param name="Later">Its state once every process knows of the change.</param>
/// <param name="Rewrapped">Whether its key is wrapped anew.</param>
/// <param name="Tokens">The tokens seen under it until now.</param>
internal sealed record KeyChangeItem(string? KeyId, string Line, int Number, string? From, string To, string Later, bool Rewrapped, TokensItem Tokens)
{
    public static KeyChangeItem Of(GenerationChange change, IEnumerable<GenerationStatus> generations) => new(
        change.KeyId?.ToString(),
        KeyNames.Of(change.Line),
        change.Number,
        change.From is { } from ? KeyNames.Of(from) : null,
        KeyNames.Of(change.To),
        KeyNames.Of(change.Later),
        change.Rewraps,
        TokensItem.Of(generations.FirstOrDefault(status => status.KeyId == change.KeyId)?.Seen));
}

/// <summary>A rotation that was done, or that would be.</summary>
internal sealed record KeyRotationItem
{
    public required string Tenant { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>True where a generation waits to become primary: look again.</summary>
    public required bool Waits { get; init; }

    /// <summary>Empty where there is, or was, nothing to do.</summary>
    public required IReadOnlyList<KeyChangeItem> Changes { get; init; }

    /// <summary>The searches that would miss rows.</summary>
    public required IReadOnlyList<UndeclaredSearch> Breaks { get; init; }

    /// <summary>The sets of rows that may still hold old tokens.</summary>
    public required IReadOnlyList<OpenDataset> Open { get; init; }

    /// <summary>Of a dry run: why it would be refused; null where it would not.</summary>
    public required string? Refusal { get; init; }

    /// <summary>The tenant's generations as they are now.</summary>
    public required IReadOnlyList<KeyItem> Items { get; init; }

    public static KeyRotationItem Of(string tenant, bool dryRun, RotationPlan plan, IReadOnlyList<GenerationStatus> generations) => new()
    {
        Tenant = tenant,
        DryRun = dryRun,
        Waits = plan.Waits,
        Changes = [.. plan.Changes.Select(change => KeyChangeItem.Of(change, generations))],
        Breaks = plan.Breaks,
        Open = plan.Open,
        Refusal = plan.Refusal?.Code,
        Items = [.. generations.Select(KeyItem.Of)],
    };
}
