using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Termination;

/// <summary>
/// A certificate with its signature, as a file: <c>{"certificate":{...},"key":"...","signature":"..."}</c> in the canonical form of RFC 8785. White space
/// and the order of members do not matter to <see cref="Verify"/>, which brings the certificate into that form first; any other change does.
/// </summary>
public static class ErasureCertificateFile
{
    public const int MaxLength = 4 * 1024 * 1024;

    private const string Domain = "TenantGateway erasure certificate v1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 8,
    };

    /// <summary>What the key service signs: SHA-256 over the signed encoding.</summary>
    public static byte[] Digest(ErasureCertificate certificate) => RecordSignature.Digest(SignedDocument.Encode(Domain, Canonical(certificate)));

    /// <param name="certificate">What is certified.</param>
    /// <param name="signature">ES256 (r||s) over <see cref="Digest"/>.</param>
    /// <param name="publicKey">The signing key's public half (SubjectPublicKeyInfo), of which the file holds the fingerprint.</param>
    public static byte[] Write(ErasureCertificate certificate, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey)
    {
        var json = new CanonicalJsonWriter();
        json.BeginObject();
        json.BeginObject("certificate");
        WriteMembers(json, certificate);
        json.EndObject();
        json.Member("key", SignedDocument.FingerprintOf(publicKey));
        json.Member("signature", Base64Url.EncodeToString(signature));
        json.EndObject();
        return json.ToArray();
    }

    /// <summary>Reads without judging the signature.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out ErasureCertificate? certificate) => (certificate = Parse(file)?.Certificate) is not null;

    /// <param name="file">The file as it was handed out.</param>
    /// <param name="publicKey">SubjectPublicKeyInfo (DER) of the deployment's signing key, had from somewhere else than the file.</param>
    /// <param name="certificate">What is certified; null unless the verdict is <see cref="CertificateVerdict.Valid"/>.</param>
    public static CertificateVerdict Verify(ReadOnlySpan<byte> file, ReadOnlySpan<byte> publicKey, out ErasureCertificate? certificate)
    {
        certificate = null;
        if (Parse(file) is not { } parsed || parsed.Certificate.Version != ErasureCertificate.CurrentVersion) return CertificateVerdict.NotACertificate;
        if (parsed.Key != SignedDocument.FingerprintOf(publicKey)) return CertificateVerdict.OtherKey;
        if (!TryDecode(parsed.Signature, out var signature)) return CertificateVerdict.Altered;
        if (!RecordSignature.Verify(publicKey, SignedDocument.Encode(Domain, Canonical(parsed.Certificate)), signature)) return CertificateVerdict.Altered;
        certificate = parsed.Certificate;
        return CertificateVerdict.Valid;
    }

    private static byte[] Canonical(ErasureCertificate certificate)
    {
        var json = new CanonicalJsonWriter();
        json.BeginObject();
        WriteMembers(json, certificate);
        json.EndObject();
        return json.ToArray();
    }

    private static void WriteMembers(CanonicalJsonWriter json, ErasureCertificate certificate)
    {
        json.Member("destroyedAt", Text(certificate.DestroyedAt));
        json.BeginArray("generations");
        foreach (var generation in certificate.Generations)
        {
            json.BeginObject();
            json.Member("kek", generation.Kek);
            json.Member("keyId", generation.KeyId);
            json.Member("line", generation.Line);
            json.Member("number", generation.Number);
            json.EndObject();
        }

        json.EndArray();
        json.Member("issuedAt", Text(certificate.IssuedAt));
        json.BeginArray("keks");
        foreach (var kek in certificate.Keks) WriteKek(json, kek);
        json.EndArray();
        json.Member("operation", certificate.Operation);
        json.BeginObject("probes");
        json.Member("token", certificate.Probes.Token);
        json.Member("unwrapsRefused", certificate.Probes.UnwrapsRefused);
        json.EndObject();
        json.Member("status", certificate.Status);
        json.Member("tenant", certificate.Tenant);
        json.Member("terminatedAt", Text(certificate.TerminatedAt));
        json.Member("v", certificate.Version);
    }

    private static void WriteKek(CanonicalJsonWriter json, ErasedKek kek)
    {
        json.BeginObject();
        json.Member("answer", kek.Answer);
        json.OptionalMember("deletedAt", Text(kek.DeletedAt));
        json.OptionalMember("goneAt", Text(kek.GoneAt));
        json.Member("name", kek.Name);
        json.Member("purgedBy", kek.PurgedBy);
        json.OptionalMember("recoverableUntil", Text(kek.RecoverableUntil));
        json.EndObject();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? time) => time is { } at ? Text(at) : null;

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text)) return false;
        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }

    private static Envelope? Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxLength) return null;
        try
        {
            return JsonSerializer.Deserialize<Envelope>(file, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record Envelope
    {
        public required ErasureCertificate Certificate { get; init; }

        public required string Key { get; init; }

        public required string Signature { get; init; }
    }
}

/// <summary>What became of the verification of a certificate.</summary>
public enum CertificateVerdict
{
    Valid,

    /// <summary>The file is something else, or of a version that is not known.</summary>
    NotACertificate,

    /// <summary>It was signed with another key than the one given.</summary>
    OtherKey,

    /// <summary>It names the key, but what it says is not what was signed.</summary>
    Altered,
}
