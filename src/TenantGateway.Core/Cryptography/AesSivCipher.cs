using System.Runtime.Intrinsics;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// The keyed parts of AES-SIV (RFC 5297), which <see cref="AesSiv"/> composes. Immutable once built, so one instance serves many threads.
/// Whoever calls keeps the instance reachable until the call returns; the key would be zeroed by a finalizer otherwise.
/// </summary>
internal abstract class AesSivCipher : IDisposable
{
    protected const int BlockSize = 16;

    /// <summary>The fastest cipher this machine has; the answer does not change while the process runs.</summary>
    /// <param name="key">32, 48 or 64 bytes.</param>
    public static AesSivCipher ForThisMachine(ReadOnlySpan<byte> key) => AesSivX86.IsSupported ? new AesSivX86(key) : new AesSivPortable(key);

    /// <summary>AES-CMAC (RFC 4493, SP 800-38B) under the first half of the key.</summary>
    public abstract Vector128<byte> Cmac(ReadOnlySpan<byte> data);

    /// <summary>The last step of S2V (RFC 5297 section 2.4): absorbs the plaintext and gives the synthetic IV.</summary>
    /// <param name="d">S2V's value after all associated data.</param>
    /// <param name="text">The plaintext.</param>
    public abstract Vector128<byte> S2v(Vector128<byte> d, ReadOnlySpan<byte> text);

    /// <summary>AES-CTR under the second half of the key, from <see cref="FirstCounter"/>.</summary>
    /// <param name="iv">The synthetic IV.</param>
    /// <param name="input">Plaintext or ciphertext.</param>
    /// <param name="output">As long as the input; the same bytes or apart from it.</param>
    public abstract void Ctr(Vector128<byte> iv, ReadOnlySpan<byte> input, Span<byte> output);

    public abstract void Dispose();

    /// <summary>
    /// RFC 5297 section 2.5: the top bits of the last two 32-bit words are cleared, so that counting carries out of neither 64 nor (below 2^31 blocks) 32 bits.
    /// </summary>
    protected static Vector128<byte> FirstCounter(Vector128<byte> iv) =>
        iv & Vector128.Create(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF);

    protected static void RequireKeySize(ReadOnlySpan<byte> key)
    {
        if (key.Length is not (32 or 48 or 64)) throw new ArgumentException("An AES-SIV key is 32, 48 or 64 bytes.", nameof(key));
    }
}
