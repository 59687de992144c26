using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary>Writes down what was erased and has the key service sign it.</summary>
internal sealed class CertificateIssuer(IKeyEncryptionService keyService, TimeProvider time)
{
    internal async Task<(byte[] File, bool IsFinal)> IssueAsync(
        TenantId tenant, TenantTermination termination, DateTimeOffset destroyedAt, IEnumerable<GenerationRecord> records, CancellationToken cancellationToken)
    {
        var progress = termination.Progress;
        var isFinal = progress.KekGoneAt is not null && progress.CustomerKeks is { Count: 0 };
        var certificate = new ErasureCertificate
        {
            Version = ErasureCertificate.CurrentVersion,
            Tenant = tenant.Value,
            Status = isFinal ? ErasureCertificate.Final : ErasureCertificate.Pending,
            Operation = termination.Operation,
            TerminatedAt = ToMilliseconds(termination.TerminatedAt),
            DestroyedAt = ToMilliseconds(destroyedAt),
            IssuedAt = ToMilliseconds(time.GetUtcNow()),
            Generations = [.. records.OrderBy(record => record.Line).ThenBy(record => record.Number).Select(GenerationOf)],
            Keks = [OwnKek(tenant, progress), .. (progress.CustomerKeks ?? []).Select(CustomerKek)],
            Probes = new ErasureProbes { Token = progress.TokenProbe ?? Canary.NotSealed, UnwrapsRefused = progress.UnwrapsRefused },
        };
        var publicKey = await keyService.GetSigningKeyAsync(cancellationToken);
        var signature = await keyService.SignAsync(ErasureCertificateFile.Digest(certificate), cancellationToken);
        return (ErasureCertificateFile.Write(certificate, signature, publicKey), isFinal);
    }

    private static ErasedGeneration GenerationOf(GenerationRecord record) =>
        new() { KeyId = record.KeyId.ToString(), Line = EffectText.NameOf(record.Line), Number = record.Number, Kek = record.KekId };

    private static ErasedKek OwnKek(TenantId tenant, ErasureProgress progress) => new()
    {
        Name = KekNames.Of(tenant),
        PurgedBy = ErasedKek.Operator,
        Answer = progress.KekGoneAt is null ? "recoverable" : "gone",
        DeletedAt = ToMilliseconds(progress.KekDeletedAt),
        RecoverableUntil = ToMilliseconds(progress.KekRecoverableUntil),
        GoneAt = ToMilliseconds(progress.KekGoneAt),
    };

    private static ErasedKek CustomerKek(string name) => new() { Name = name, PurgedBy = ErasedKek.Customer, Answer = "not_ours" };

    private static DateTimeOffset? ToMilliseconds(DateTimeOffset? at) => at is { } known ? ToMilliseconds(known) : null;

    // What is signed has milliseconds, so what is shown has no more.
    private static DateTimeOffset ToMilliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
