using System.Text;

namespace TenantGateway.Core.Keys;

/// <summary>The bytes of a declaration that are signed, laid out as those of a generation record under a domain string of their own.</summary>
public static class VaultDeclarationEncoding
{
    private static readonly byte[] Domain = "TenantGateway vault declaration v1"u8.ToArray();

    /// <summary>Encodes all members but the signature; the times in milliseconds since 1970.</summary>
    public static byte[] Encode(VaultDeclaration declaration)
    {
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, Domain);
        foreach (var text in (string[])[declaration.Tenant.Value, declaration.Vault, declaration.Key, declaration.Directory, declaration.DeclaredBy.Value])
        {
            SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(text));
        }

        SignedEncoding.Append(buffer, declaration.DeclaredAt.ToUnixTimeMilliseconds());
        SignedEncoding.Append(buffer, declaration.ExpiresAt.ToUnixTimeMilliseconds());
        return buffer.ToArray();
    }
}
