using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Conversion;

/// <summary>
/// One passage through the rows of a dataset, as far as it has come. What it found can end a generation, so whoever can write the database must not
/// be able to write one: it counts only while <see cref="Signature"/> verifies under the key service's signing key.
/// </summary>
public sealed record ConversionRun
{
    /// <summary>A run that was not ended by then is closed; 3 days.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(3);

    /// <summary>The id of the operation that allows it, or one of its own for a run that only looks.</summary>
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>The name of a declared <see cref="Dataset"/>.</summary>
    public required string Dataset { get; init; }

    /// <summary>False where the rows are only looked at, and nothing is given back.</summary>
    public required bool Rewrites { get; init; }

    /// <summary>The route by whose policy clear values become tokens; null where none do.</summary>
    public string? Route { get; init; }

    /// <summary>Who sends the lines; nobody else may.</summary>
    public required ActorId Actor { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When all lines had been sent; null while there may be more.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many bytes have been taken: the next line begins here.</summary>
    public long Offset { get; init; }

    /// <summary>Where the lines began that were taken last: they may be sent once more, by a client that has not got the answer.</summary>
    public long LastOffset { get; init; }

    /// <summary>What was found in all lines.</summary>
    public ConversionTally Tally { get; init; } = new();

    /// <summary>What had been found before the lines that were taken last.</summary>
    public ConversionTally LastTally { get; init; } = new();

    /// <summary>Rises with every change; a change is made to the epoch that was read or not at all.</summary>
    public required long Epoch { get; init; }

    /// <summary>ES256 (r||s, 64 bytes) over <see cref="ConversionEncoding"/>.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }
}
