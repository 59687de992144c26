using System.Text.Json.Serialization;

namespace TenantGateway.Core.Termination;

/// <summary>
/// Says, to whoever has the deployment's public signing key, that a tenant's keys are gone: which, when, what the key service answered, and that what
/// was sealed under them was tried and did not open.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ErasureCertificate
{
    public const int CurrentVersion = 1;

    /// <summary>Somebody could still recover a key-encryption key.</summary>
    public const string Pending = "pending";

    /// <summary>Nobody can any more.</summary>
    public const string Final = "final";

    [JsonPropertyName("v")]
    public required int Version { get; init; }

    public required string Tenant { get; init; }

    /// <summary><see cref="Pending"/> or <see cref="Final"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The operation that two people decided.</summary>
    public required string Operation { get; init; }

    public required DateTimeOffset TerminatedAt { get; init; }

    public required DateTimeOffset DestroyedAt { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Every generation that the tenant ever had; the wrapped key of none is left.</summary>
    public required IReadOnlyList<ErasedGeneration> Generations { get; init; }

    /// <summary>Every key-encryption key that wrapped one of them.</summary>
    public required IReadOnlyList<ErasedKek> Keks { get; init; }

    public required ErasureProbes Probes { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ErasedGeneration
{
    /// <summary>As tokens name it.</summary>
    public required string KeyId { get; init; }

    /// <summary><c>data</c>, <c>lookup</c> or <c>audit</c>.</summary>
    public required string Line { get; init; }

    public required int Number { get; init; }

    /// <summary>The key and version that wrapped it, as the key service names them.</summary>
    public required string Kek { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ErasedKek
{
    public const string Operator = "operator";
    public const string Customer = "customer";

    public required string Name { get; init; }

    /// <summary>Whose key service it is in, and who must purge it: <see cref="Operator"/> or <see cref="Customer"/>.</summary>
    public required string PurgedBy { get; init; }

    /// <summary>
    /// The key service's last answer: <c>gone</c>, <c>recoverable</c>, or <c>not_ours</c> where the key is the customer's own and the operator cannot ask.
    /// </summary>
    public required string Answer { get; init; }

    /// <summary>When the key service deleted it; null where it did not say.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Until when it can be recovered; null where it cannot, or nothing but a purge ends that.</summary>
    public DateTimeOffset? RecoverableUntil { get; init; }

    /// <summary>When the key service was first seen without it.</summary>
    public DateTimeOffset? GoneAt { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ErasureProbes
{
    /// <summary>
    /// A token that was sealed for the tenant right before it was disabled, asked of the gateway's own keys afterwards: <c>refused</c>, or <c>not_sealed</c>
    /// where the keys could not be used any more even then.
    /// </summary>
    public required string Token { get; init; }

    /// <summary>How many wrapped keys, taken before they were erased, the key service was asked to unwrap after it deleted its key, and refused.</summary>
    public required int UnwrapsRefused { get; init; }
}
