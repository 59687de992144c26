using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>One version of a key as the vault describes it.</summary>
/// <param name="Id">With its version.</param>
/// <param name="Enabled">Whether it unwraps and signs.</param>
/// <param name="CreatedAt">To the second.</param>
/// <param name="KeyType"><c>RSA</c>, <c>RSA-HSM</c>, <c>EC</c>, <c>EC-HSM</c>; null in lists.</param>
/// <param name="RsaBits">The length of an RSA key; 0 for others and in lists.</param>
/// <param name="SigningKey">SubjectPublicKeyInfo (DER) of a P-256 key; null for others and in lists.</param>
internal sealed record VaultKey(VaultKeyId Id, bool Enabled, DateTimeOffset CreatedAt, string? KeyType, int RsaBits, ReadOnlyMemory<byte>? SigningKey)
{
    private const int MinRsaBits = 2048;
    private const int CoordinateSize = 32;

    // The tag with which the owner of a vault says for which tenant a key is.
    internal const string TenantTag = "tenantgateway-tenant";

    /// <summary>The tenant for which its owner has tagged it; null where it is not tagged, and in lists.</summary>
    internal string? Tenant { get; private init; }

    /// <summary>Whether it can be a key-encryption key.</summary>
    internal bool IsRsa => KeyType is "RSA" or "RSA-HSM" && RsaBits >= MinRsaBits;

    /// <summary>Reads a key bundle; null where it is not one of this vault and name.</summary>
    internal static VaultKey? ReadBundle(JsonElement bundle, VaultAddress vault, string name)
    {
        if (VaultJson.Object(bundle, "key") is not { } key || !VaultKeyId.TryAccept(VaultJson.String(key, "kid"), vault, name, out var id)) return null;
        if (ReadAttributes(bundle) is not var (enabled, created)) return null;
        return new VaultKey(id, enabled, created, VaultJson.String(key, "kty"), (Decode(key, "n")?.Length ?? 0) * 8, ReadSigningKey(key))
        {
            Tenant = VaultJson.Object(bundle, "tags") is { } tags ? VaultJson.String(tags, TenantTag) : null,
        };
    }

    /// <summary>Reads an element of a list of versions; null where it is not one of this vault and name.</summary>
    internal static VaultKey? ReadItem(JsonElement item, VaultAddress vault, string name) =>
        VaultKeyId.TryAccept(VaultJson.String(item, "kid"), vault, name, out var id) && ReadAttributes(item) is var (enabled, created)
            ? new VaultKey(id, enabled, created, null, 0, null)
            : null;

    private static (bool Enabled, DateTimeOffset Created)? ReadAttributes(JsonElement element) =>
        VaultJson.Object(element, "attributes") is { } attributes && VaultJson.Boolean(attributes, "enabled") is { } enabled && VaultJson.Time(attributes, "created") is { } created
            ? (enabled, created)
            : null;

    // RFC 7518 section 6.2.1.
    private static ReadOnlyMemory<byte>? ReadSigningKey(JsonElement key)
    {
        if (VaultJson.String(key, "kty") is not ("EC" or "EC-HSM") || VaultJson.String(key, "crv") != "P-256") return null;
        if (Decode(key, "x") is not { Length: CoordinateSize } x || Decode(key, "y") is not { Length: CoordinateSize } y) return null;
        try
        {
            using var imported = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return imported.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? Decode(JsonElement key, string name)
    {
        try
        {
            return VaultJson.String(key, name) is { } text ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
