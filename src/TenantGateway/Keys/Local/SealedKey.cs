using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Local;

/// <summary>
/// AES-256-GCM (SP 800-38D) over key material: a version byte, a random 96-bit nonce, the ciphertext, a 128-bit tag. What the key is for is
/// associated data. Random nonces are safe up to 2^32 uses of a key; keys here are used a few times a year.
/// </summary>
internal static class SealedKey
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    internal static byte[] Seal(ReadOnlySpan<byte> key, string context, ReadOnlySpan<byte> plaintext)
    {
        var output = new byte[Overhead + plaintext.Length];
        output[0] = Version;
        var nonce = output.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        // A new instance each time: a shared AesGcm is not thread-safe.
        using var gcm = new AesGcm(key, TagSize);
        gcm.Encrypt(nonce, plaintext, output.AsSpan(1 + NonceSize, plaintext.Length), output.AsSpan(^TagSize..), Encoding.UTF8.GetBytes(context));
        return output;
    }

    /// <returns>The number of bytes written to <paramref name="destination"/>.</returns>
    /// <exception cref="KeyServiceException">Invalid: altered, sealed under another key or for something else, or too long for the destination.</exception>
    internal static int Open(ReadOnlySpan<byte> key, string context, ReadOnlySpan<byte> sealedKey, Span<byte> destination)
    {
        var length = sealedKey.Length - Overhead;
        if (length < 0 || length > destination.Length || sealedKey[0] != Version) throw Invalid(context);
        using var gcm = new AesGcm(key, TagSize);
        try
        {
            gcm.Decrypt(sealedKey.Slice(1, NonceSize), sealedKey.Slice(1 + NonceSize, length), sealedKey[^TagSize..], destination[..length], Encoding.UTF8.GetBytes(context));
            return length;
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw Invalid(context, exception);
        }
    }

    /// <summary>Opens into pinned memory of the exact length; the caller disposes it.</summary>
    internal static PinnedKey Open(ReadOnlySpan<byte> key, string context, ReadOnlySpan<byte> sealedKey)
    {
        var opened = new PinnedKey(Math.Max(0, sealedKey.Length - Overhead));
        try
        {
            Open(key, context, sealedKey, opened.Span);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static KeyServiceException Invalid(string context, Exception? inner = null) =>
        new(KeyServiceFailure.Invalid, $"What was sealed as \"{context}\" does not open: damaged, or sealed elsewhere.", inner);
}
