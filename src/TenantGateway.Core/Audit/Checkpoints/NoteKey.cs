using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>
/// The public half of a key that signs notes: ECDSA on P-256 with SHA-256, signature type 0x02 of C2SP's <c>signed-note</c>. Its id is the first four bytes of
/// SHA-256 over its SubjectPublicKeyInfo; a signature is an ASN.1 sequence (DER) over the text of the note.
/// </summary>
public sealed class NoteKey : IDisposable
{
    private const int ScalarSize = 32;

    private readonly ECDsa _key;

    private NoteKey(ECDsa key, byte[] subjectPublicKeyInfo)
    {
        _key = key;
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        Id = IdOf(subjectPublicKeyInfo);
    }

    public uint Id { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>The key as PEM, for tools.</summary>
    public string Pem => PemEncoding.WriteString("PUBLIC KEY", SubjectPublicKeyInfo.Span);

    /// <returns>False for anything but a key on P-256.</returns>
    public static bool TryImport(ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out NoteKey? key) =>
        TryImport(subjectPublicKeyInfo, static (ecdsa, der) => ecdsa.ImportSubjectPublicKeyInfo(der, out _), out key);

    /// <inheritdoc cref="TryImport(ReadOnlySpan{byte}, out NoteKey?)"/>
    public static bool TryImportPem(ReadOnlySpan<char> pem, [NotNullWhen(true)] out NoteKey? key) => TryImport(pem, static (ecdsa, text) => ecdsa.ImportFromPem(text), out key);

    public static uint IdOf(ReadOnlySpan<byte> subjectPublicKeyInfo) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(subjectPublicKeyInfo));

    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>A signature as notes hold it, from r||s as the key service gives it.</summary>
    public static byte[] ToDer(ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * ScalarSize) throw new ArgumentException($"An ES256 signature has {2 * ScalarSize} bytes.", nameof(signature));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature[..ScalarSize], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature[ScalarSize..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    public void Dispose() => _key.Dispose();

    private static bool TryImport<T>(ReadOnlySpan<T> source, Importing<T> import, [NotNullWhen(true)] out NoteKey? key)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            import(ecdsa, source);
            // The curve by its name: other curves have 256 bits too.
            key = ecdsa.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value ? new NoteKey(ecdsa, ecdsa.ExportSubjectPublicKeyInfo()) : null;
        }
        catch (Exception odd) when (odd is CryptographicException or ArgumentException)
        {
            key = null;
        }

        if (key is null) ecdsa.Dispose();
        return key is not null;
    }

    private delegate void Importing<T>(ECDsa key, ReadOnlySpan<T> source);
}
