using System.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Termination;

/// <summary>A stored token of a tenant that is about to end, sealed like any other: what becomes of it becomes of all of them.</summary>
internal sealed class Canary(IKeyRings keyRings, ILogger<Canary> logger)
{
    internal const string Refused = "refused";
    internal const string NotSealed = "not_sealed";

    /// <returns>The token; empty where the tenant's keys cannot be used even now.</returns>
    internal async Task<string> SealAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await keyRings.LeaseAsync(tenant, default, cancellationToken);
            return Seal(lease.Ring.Data);
        }
        catch (KeyServiceException unusable)
        {
            Log.NoCanary(logger, tenant, unusable.Failure);
            return "";
        }
    }

    /// <summary>Asks for the keys of the token as if it came in an answer of a service, and tries to open it.</summary>
    /// <returns><see cref="Refused"/>, <see cref="NotSealed"/>, or null: it opened.</returns>
    /// <exception cref="KeyServiceException">The keys could not be asked for, which proves nothing.</exception>
    internal async Task<string?> ProbeAsync(TenantId tenant, string canary, CancellationToken cancellationToken)
    {
        var token = Encoding.ASCII.GetBytes(canary);
        if (!TokenHeader.TryRead(token, out var header)) return NotSealed;
        try
        {
            using var lease = await keyRings.LeaseAsync(tenant, new[] { header.KeyId }, cancellationToken);
            return lease.Ring.Find(header.KeyId) is { } key && Opens(key, header, token) ? null : Refused;
        }
        catch (KeyServiceException refusal) when (refusal.Failure == KeyServiceFailure.Denied)
        {
            return Refused;
        }
    }

    private static string Seal(GenerationKey key)
    {
        using var output = new ByteBuffer(256);
        StoredToken.Seal(key, new Payload(PayloadType.Text, "probe"u8, "canary"u8), output);
        return Encoding.ASCII.GetString(output.Written);
    }

    private static bool Opens(GenerationKey key, TokenHeader header, byte[] token)
    {
        var opened = Scratch.Rent(2 * header.BodyLength);
        try
        {
            return StoredToken.TryOpen(key, header, token, ref opened, out _);
        }
        finally
        {
            opened.Dispose();
        }
    }
}
