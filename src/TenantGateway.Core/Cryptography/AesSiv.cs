using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// AES-SIV (RFC 5297) with a 64-byte key (AEAD_AES_SIV_CMAC_512): deterministic authenticated encryption that stays safe when a nonce repeats.
/// A sealed text is the 16-byte synthetic IV, which is also the tag, then as many bytes as the plaintext had.
/// </summary>
/// <remarks>
/// Thread-safe: the key schedule never changes. On x86 with AES-NI nothing is allocated per operation and time does not depend on key or text;
/// elsewhere BouncyCastle does the work (<see cref="AesSivPortable"/> says what that costs).
/// <para>
/// Associated data is a sequence of strings, absorbed one by one; order and borders matter. RFC 5297 section 2.6 allows 126 of them; the state does not count,
/// so callers absorb a number of strings fixed in their code, never one that the traffic decides.
/// </para>
/// <para>
/// Every member but <see cref="Dispose"/> throws <see cref="ObjectDisposedException"/> once disposed, also where the disposal overtakes it half-way: nothing ever
/// leaves that was made under a zeroed key.
/// </para>
/// </remarks>
public sealed class AesSiv : IDisposable
{
    /// <summary>Bytes of a key: one half authenticates, the other encrypts.</summary>
    public const int KeySize = 64;

    /// <summary>Bytes by which a sealed text is longer than its plaintext.</summary>
    public const int TagSize = 16;

    private readonly AesSivCipher _cipher;
    private bool _disposed;

    /// <param name="key"><see cref="KeySize"/> uniformly random bytes; copied, the caller zeroes its own.</param>
    /// <exception cref="ArgumentException">The key has another size.</exception>
    public AesSiv(ReadOnlySpan<byte> key)
        : this(key.Length == KeySize
            ? AesSivCipher.ForThisMachine(key)
            : throw new ArgumentException($"An AES-SIV key is {KeySize} bytes.", nameof(key)))
    {
    }

    /// <summary>Takes over a cipher of any key size that RFC 5297 has, so that published vectors can be run.</summary>
    internal AesSiv(AesSivCipher cipher) => _cipher = cipher;

    /// <summary>The state before any associated data.</summary>
    public AesSivState Start()
    {
        RequireKey();
        var zero = _cipher.Cmac(stackalloc byte[16]);
        RequireKeyStill([]);
        return new AesSivState(zero);
    }

    /// <summary>Binds one more string of associated data, which may be empty. The result may be kept and used any number of times.</summary>
    /// <exception cref="ArgumentException">The state was not made by <see cref="Start"/>.</exception>
    public void Absorb(ref AesSivState state, ReadOnlySpan<byte> associatedData)
    {
        RequireKey();
        RequireStarted(state);
        var absorbed = BlockDoubling.Double(state.Block) ^ _cipher.Cmac(associatedData);
        RequireKeyStill([]);
        state = new AesSivState(absorbed);
    }

    /// <summary>Writes the tag and the encrypted text, <paramref name="plaintext"/> + <see cref="TagSize"/> bytes, to the front of <paramref name="destination"/>.</summary>
    /// <param name="state">What is bound as associated data.</param>
    /// <param name="plaintext">Any length. Either apart from the destination or exactly at its offset <see cref="TagSize"/> (in place).</param>
    /// <param name="destination">The rest of a longer destination is left alone.</param>
    /// <exception cref="ArgumentException">The destination is too small or overlaps otherwise, or the state was not started.</exception>
    public void Seal(in AesSivState state, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        RequireKey();
        RequireStarted(state);
        if (destination.Length - TagSize < plaintext.Length) throw TooSmall(nameof(destination));
        destination = destination[..(plaintext.Length + TagSize)];
        RequireApart(plaintext, destination);
        var tag = _cipher.S2v(state.Block, plaintext);
        _cipher.Ctr(tag, plaintext, destination[TagSize..]);
        tag.CopyTo(destination);
        RequireKeyStill(destination);
    }

    /// <summary>
    /// Opens a sealed text into the first <paramref name="sealedText"/> - <see cref="TagSize"/> bytes of <paramref name="plaintext"/>. False where the text was not sealed
    /// under this key and state: those bytes are then zero. False, and nothing written, where it is shorter than a tag.
    /// </summary>
    /// <param name="state">The associated data under which it was sealed.</param>
    /// <param name="sealedText">Either apart from the plaintext, or the plaintext is exactly at its offset <see cref="TagSize"/> (in place; a refusal then destroys the text).</param>
    /// <param name="plaintext">Must not be read by others before the answer: it is decrypted first and verified then.</param>
    /// <exception cref="ArgumentException">The plaintext is too small or overlaps otherwise, or the state was not started.</exception>
    public bool TryOpen(in AesSivState state, ReadOnlySpan<byte> sealedText, Span<byte> plaintext)
    {
        RequireKey();
        RequireStarted(state);
        if (sealedText.Length < TagSize) return false;
        if (plaintext.Length < sealedText.Length - TagSize) throw TooSmall(nameof(plaintext));
        plaintext = plaintext[..(sealedText.Length - TagSize)];
        RequireApart(plaintext, sealedText);
        var tag = Vector128.Create(sealedText);
        _cipher.Ctr(tag, sealedText[TagSize..], plaintext);
        // All 16 bytes are compared at once, in the same time wherever they differ.
        var authentic = _cipher.S2v(state.Block, plaintext) == tag;
        if (!authentic) CryptographicOperations.ZeroMemory(plaintext);
        RequireKeyStill(plaintext);
        return authentic;
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        // The flag is seen by everyone before the first byte is zeroed: RequireKeyStill relies on it.
        if (Interlocked.Exchange(ref _disposed, true)) return;
        _cipher.Dispose();
    }

    private void RequireKey() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);

    /// <summary>
    /// Takes back what a concurrent disposal may have spoilt. Reading the flag at the end also keeps this object, and so the key, from being finalized while in use.
    /// </summary>
    private void RequireKeyStill(Span<byte> written)
    {
        // No key byte may be read later than the flag.
        Volatile.ReadBarrier();
        if (!Volatile.Read(ref _disposed)) return;
        CryptographicOperations.ZeroMemory(written);
        throw new ObjectDisposedException(nameof(AesSiv));
    }

    private static void RequireStarted(in AesSivState state)
    {
        // CMAC gives sixteen zero bytes once in 2^128; a forgotten Start gives them always.
        if (state.Block == Vector128<byte>.Zero) throw new ArgumentException("The state was not started.", nameof(state));
    }

    private static void RequireApart(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> sealedText)
    {
        if (plaintext.Overlaps(sealedText, out var offset) && offset != -TagSize)
        {
            throw new ArgumentException($"Plaintext and sealed text overlap other than at offset {TagSize}.", nameof(plaintext));
        }
    }

    private static ArgumentException TooSmall(string parameter) => new("The destination is too small.", parameter);
}
