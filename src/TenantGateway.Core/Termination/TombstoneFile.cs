using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Termination;

/// <summary>A tombstone with its signature, as a file: <c>{"signature":"...","tombstone":{...}}</c> in the canonical form of RFC 8785.</summary>
public static class TombstoneFile
{
    public const int MaxLength = 4096;

    private const string Domain = "TenantGateway tombstone v1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>What the key service signs.</summary>
    public static byte[] Digest(Tombstone tombstone) => RecordSignature.Digest(Encode(tombstone));

    public static byte[] Write(Tombstone tombstone, ReadOnlySpan<byte> signature)
    {
        var json = new CanonicalJsonWriter();
        json.BeginObject();
        json.Member("signature", Base64Url.EncodeToString(signature));
        json.BeginObject("tombstone");
        WriteMembers(json, tombstone);
        json.EndObject();
        json.EndObject();
        return json.ToArray();
    }

    /// <param name="file">As it was written.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo (DER) of the deployment's signing key.</param>
    /// <param name="tombstone">What it says; null where it does not verify.</param>
    /// <returns>True where it verifies.</returns>
    public static bool TryVerify(ReadOnlySpan<byte> file, ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out Tombstone? tombstone)
    {
        tombstone = null;
        if (Parse(file) is not { } parsed || !Base64Url.IsValid(parsed.Signature)) return false;
        if (!RecordSignature.Verify(publicKey, Encode(parsed.Tombstone), Base64Url.DecodeFromChars(parsed.Signature))) return false;
        tombstone = parsed.Tombstone;
        return tombstone.Version == Tombstone.CurrentVersion;
    }

    /// <summary>What a tombstone says, whether its signature verifies or not.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out Tombstone? tombstone) => (tombstone = Parse(file)?.Tombstone) is not null;

    private static byte[] Encode(Tombstone tombstone)
    {
        var json = new CanonicalJsonWriter();
        json.BeginObject();
        WriteMembers(json, tombstone);
        json.EndObject();
        return SignedDocument.Encode(Domain, json.ToArray());
    }

    private static void WriteMembers(CanonicalJsonWriter json, Tombstone tombstone)
    {
        json.Member("diedAt", tombstone.DiedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.OptionalMember("kind", tombstone.Kind);
        json.Member("operation", tombstone.Operation);
        json.Member("tenant", tombstone.Tenant);
        json.Member("v", tombstone.Version);
    }

    private static Envelope? Parse(ReadOnlySpan<byte> file)
    {
        try
        {
            return file.Length > MaxLength ? null : JsonSerializer.Deserialize<Envelope>(file, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record Envelope
    {
        public required string Signature { get; init; }

        public required Tombstone Tombstone { get; init; }
    }
}
