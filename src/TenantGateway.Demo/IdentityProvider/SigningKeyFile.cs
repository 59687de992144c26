using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>The RSA key of 2048 bits that signs tokens, kept as PEM so that tokens outlive a restart. Only the owner may read it (0600).</summary>
internal static class SigningKeyFile
{
    public const string Name = "identity-provider-key.pem";

    private const int KeyBits = 2048;

    /// <summary>Reads the key of that data directory, or makes and keeps one.</summary>
    public static RsaSecurityKey OpenOrCreate(string directory)
    {
        var path = Path.Combine(directory, Name);
        using var rsa = File.Exists(path) ? Read(path) : Create(directory, path);
        var key = new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true));
        // RFC 7638: the thumbprint names the key, so the same key keeps its name over restarts.
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private static RSA Read(string path)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(path));
        return rsa;
    }

    /// <summary>Written beside and moved: a crash in between leaves no half a key behind.</summary>
    private static RSA Create(string directory, string path)
    {
        OwnerOnly.CreateDirectory(directory);
        var rsa = RSA.Create(KeyBits);
        var beside = path + ".new";
        File.Delete(beside);
        using (var file = OwnerOnly.OpenFile(beside, FileMode.CreateNew))
        {
            file.Write(Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path);
        return rsa;
    }
}
