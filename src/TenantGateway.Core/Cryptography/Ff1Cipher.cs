namespace TenantGateway.Core.Cryptography;

/// <summary>
/// The permutation behind <see cref="Ff1"/>, which has checked the arguments. Immutable once built, so one instance serves many threads. Whoever calls keeps the
/// instance reachable until the call returns; the key would be zeroed by a finalizer otherwise.
/// </summary>
internal abstract class Ff1Cipher : IDisposable
{
    /// <summary>The fastest cipher this machine has; the answer does not change while the process runs.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    public static Ff1Cipher ForThisMachine(ReadOnlySpan<byte> key) => Ff1X86.IsSupported ? new Ff1X86(key) : new Ff1Portable(key);

    public abstract void Encrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals);

    public abstract void Decrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals);

    public abstract void Dispose();

    protected static void RequireKeySize(ReadOnlySpan<byte> key)
    {
        if (key.Length is not (16 or 24 or 32)) throw new ArgumentException("An AES key is 16, 24 or 32 bytes.", nameof(key));
    }
}
