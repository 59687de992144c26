using System.Security.Cryptography;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// FF1 format-preserving encryption (NIST SP 800-38G Rev. 1) with AES: a keyed permutation of the strings of a <see cref="Ff1Domain"/>, chosen by a tweak.
/// </summary>
/// <remarks>
/// <b>It does not authenticate.</b> Every string decrypts to some string: one of another key, or one that was never encrypted, comes back as a plausible wrong
/// value. It is deterministic besides: equal strings under one tweak look alike. Use it only where the format leaves no room for anything better.
/// <para>
/// Thread-safe: the key schedule never changes. On x86 with AES-NI nothing is allocated where half a string is below 2^96 (28 digits of each half, 18 of radix 36,
/// 16 of radix 62); the key meets no table lookup and the numbers meet no branch, only the processor's divider. Elsewhere BouncyCastle does the work
/// (<see cref="Ff1Portable"/> says what that costs). The sibling FF3-1 is not here: NIST withdrew it.
/// </para>
/// <para>Every member but <see cref="Dispose"/> throws <see cref="ObjectDisposedException"/> once disposed, also where the disposal overtakes it half-way.</para>
/// </remarks>
public sealed class Ff1 : IDisposable
{
    /// <summary>Bytes of a key (AES-256).</summary>
    public const int KeySize = 32;

    /// <summary>The longest tweak in bytes; the standard lets an implementation choose it.</summary>
    public const int MaxTweakSize = 256;

    private readonly Ff1Cipher _cipher;
    private bool _disposed;

    /// <param name="key"><see cref="KeySize"/> uniformly random bytes; copied, the caller zeroes its own.</param>
    /// <exception cref="ArgumentException">The key has another size.</exception>
    public Ff1(ReadOnlySpan<byte> key)
        : this(key.Length == KeySize
            ? Ff1Cipher.ForThisMachine(key)
            : throw new ArgumentException($"An FF1 key is {KeySize} bytes.", nameof(key)))
    {
    }

    /// <summary>Takes over a cipher of any key size that AES has, so that published vectors can be run.</summary>
    internal Ff1(Ff1Cipher cipher) => _cipher = cipher;

    /// <summary>Encrypts in place.</summary>
    /// <param name="domain">What the string belongs to.</param>
    /// <param name="tweak">Public, 0 to <see cref="MaxTweakSize"/> bytes: what the value belongs to. Another tweak is another permutation.</param>
    /// <param name="numerals">As many as the domain says, each a byte below its radix.</param>
    /// <exception cref="ArgumentException">The tweak is too long, or the string is none of the domain's.</exception>
    public void Encrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals)
    {
        RequireArguments(domain, tweak, numerals);
        _cipher.Encrypt(domain, tweak, numerals);
        RequireKeyStill(numerals);
    }

    /// <summary>Decrypts in place. Whatever the string, there is an answer; whether it means anything is not known here.</summary>
    /// <inheritdoc cref="Encrypt"/>
    public void Decrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals)
    {
        RequireArguments(domain, tweak, numerals);
        _cipher.Decrypt(domain, tweak, numerals);
        RequireKeyStill(numerals);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        // The flag is seen by everyone before the first byte is zeroed: RequireKeyStill relies on it.
        if (Interlocked.Exchange(ref _disposed, true)) return;
        _cipher.Dispose();
    }

    private void RequireArguments(in Ff1Domain domain, ReadOnlySpan<byte> tweak, ReadOnlySpan<byte> numerals)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (domain.Radix == 0) throw new ArgumentException("A default domain has no strings.", nameof(domain));
        if (tweak.Length > MaxTweakSize) throw new ArgumentException($"A tweak is at most {MaxTweakSize} bytes.", nameof(tweak));
        if (numerals.Length != domain.Length) throw new ArgumentException($"The domain's strings have {domain.Length} numerals.", nameof(numerals));
        if (numerals.ContainsAnyExceptInRange((byte)0, (byte)(domain.Radix - 1)))
        {
            throw new ArgumentException("A numeral is not below the radix.", nameof(numerals));
        }
    }

    /// <summary>Takes back what a concurrent disposal may have spoilt; reading the flag at the end also keeps this object from being finalized while in use.</summary>
    private void RequireKeyStill(Span<byte> written)
    {
        // No key byte may be read later than the flag.
        Volatile.ReadBarrier();
        if (!Volatile.Read(ref _disposed)) return;
        CryptographicOperations.ZeroMemory(written);
        throw new ObjectDisposedException(nameof(Ff1));
    }
}
