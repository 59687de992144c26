using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tenants;

/// <summary>
/// The name of an organization in audit records and assertions: <c>or_</c> and 26 characters of <c>[a-z2-7]</c>, 128 bits of SHA-256 over issuer and organization
/// id. One length and one alphabet whatever the issuer calls it; whoever knows the two can compute it, whoever does not learns neither.
/// </summary>
public readonly record struct OrganizationReference(string Value)
{
    public const string Prefix = "or_";

    public static OrganizationReference Of(OrganizationKey key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // The length in front keeps (ab, c) and (a, bc) apart.
        SHA256.HashData(Encoding.UTF8.GetBytes($"organization\n{key.Issuer.Length}\n{key.Issuer}\n{key.OrganizationId}"), hash);
        return new OrganizationReference(Prefix + Base32.Encode(hash[..16]));
    }

    public override string ToString() => Value;
}
