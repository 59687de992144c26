using System.Buffers.Text;
using System.Security.Cryptography;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>Names that nobody can guess: 32 random bytes as base64url.</summary>
internal static class RandomName
{
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
