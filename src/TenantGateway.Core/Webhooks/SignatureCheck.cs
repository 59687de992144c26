using System.Security.Cryptography;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Webhooks;

/// <summary>Whether a message is signed, and by which name it is taken once.</summary>
public static class SignatureCheck
{
    /// <summary>Whether one of the presented signatures is one by one of the secrets. Each is held against each, whatever came of the others.</summary>
    public static bool IsSigned(PresentedSignature presented, SignatureScheme scheme, ReadOnlySpan<byte> body, IReadOnlyList<WebhookSecret> secrets)
    {
        Span<byte> mac = stackalloc byte[PresentedSignature.MacSize];
        var isSigned = false;
        foreach (var secret in secrets)
        {
            if (!secret.Fits(scheme)) continue;
            secret.Sign(scheme, presented.Start.Span, body, mac);
            foreach (var given in presented.Macs) isSigned |= CryptographicOperations.FixedTimeEquals(mac, given);
        }

        return isSigned;
    }

    /// <summary>
    /// The mark of a message: its own name where the scheme has one, else what is signed, so that neither another signature over the same nor another of two secrets
    /// makes another message of it.
    /// </summary>
    public static Fingerprint MarkOf(TenantId tenant, string webhook, PresentedSignature presented, ReadOnlySpan<byte> body)
    {
        if (presented.Id is { } id) return Fingerprint.Of("webhook id", tenant.Value, webhook, id);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(presented.Start.Span);
        hash.AppendData(body);
        return Fingerprint.Of("webhook content", tenant.Value, webhook, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
