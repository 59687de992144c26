using System.Text;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// The working keys for shapes of one generation of a tenant: AES-SIV (RFC 5297) for what can carry a tag, FF1 (SP 800-38G) for what cannot. Derived with
/// HKDF-SHA-512 (RFC 5869), a purpose of their own each; the generation key is not kept.
/// </summary>
/// <remarks>
/// Shapes are deterministic, and services keep them where no header says which key made them. So they belong to a key line that seldom rotates, and a value tells its
/// generation by one of <see cref="Slots"/> slots: while two generations have shapes at once, each must have a slot of its own.
/// </remarks>
public sealed class ShapeKey : IDisposable
{
    /// <summary>The number of generations that can have shapes at the same time.</summary>
    public const int Slots = 2;

    private const int MaxTweakSize = 1 + TenantId.MaxLength + 1 + Access.FieldClass.MaxLength;

    private readonly AesSiv _emails;
    private readonly AesSivState _emailState;
    private readonly Ff1 _permutations;
    private readonly byte[] _tenant;

    /// <param name="tenant">The owner; bound into every shape.</param>
    /// <param name="keyId">The id that an email shape carries.</param>
    /// <param name="slot">The place of this generation in date and phone shapes, 0 to <see cref="Slots"/> - 1: its number modulo <see cref="Slots"/>.</param>
    /// <param name="key">The unwrapped bytes of the generation, <see cref="GenerationKey.KeySize"/>; the caller zeroes its copy.</param>
    /// <exception cref="ArgumentException">The key has another size, or there is no such slot.</exception>
    public ShapeKey(TenantId tenant, KeyId keyId, int slot, ReadOnlySpan<byte> key)
    {
        if (key.Length != GenerationKey.KeySize) throw new ArgumentException($"A generation key is {GenerationKey.KeySize} bytes.", nameof(key));
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Slots);
        KeyId = keyId;
        Slot = slot;
        _tenant = Encoding.ASCII.GetBytes(tenant.Value);
        using var emails = new PinnedKey(AesSiv.KeySize);
        KeyDerivation.Derive(key, "shape/email", emails.Span);
        _emails = new AesSiv(emails.Span);
        _emailState = _emails.Start();
        _emails.Absorb(ref _emailState, _tenant);
        using var permutations = new PinnedKey(Ff1.KeySize);
        KeyDerivation.Derive(key, "shape/permutation", permutations.Span);
        _permutations = new Ff1(permutations.Span);
    }

    public KeyId KeyId { get; }

    public int Slot { get; }

    public void Dispose()
    {
        _emails.Dispose();
        _permutations.Dispose();
    }

    internal void SealEmail(ReadOnlySpan<byte> header, ReadOnlySpan<byte> plaintext, Span<byte> body) => _emails.Seal(EmailState(header), plaintext, body);

    internal bool TryOpenEmail(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, Span<byte> plaintext) =>
        _emails.TryOpen(EmailState(header), body, plaintext);

    /// <summary>Encrypts numerals in place.</summary>
    /// <param name="kind">What the domain belongs to, so that shapes never share a permutation.</param>
    /// <param name="fieldClass">A value moved to a field of another class comes back as nonsense there, not as itself.</param>
    internal void Encrypt(ShapeKind kind, ReadOnlySpan<byte> fieldClass, in Ff1Domain domain, Span<byte> numerals)
    {
        Span<byte> tweak = stackalloc byte[MaxTweakSize];
        _permutations.Encrypt(domain, tweak[..WriteTweak(kind, fieldClass, tweak)], numerals);
    }

    /// <summary>Decrypts numerals in place.</summary>
    /// <inheritdoc cref="Encrypt"/>
    internal void Decrypt(ShapeKind kind, ReadOnlySpan<byte> fieldClass, in Ff1Domain domain, Span<byte> numerals)
    {
        Span<byte> tweak = stackalloc byte[MaxTweakSize];
        _permutations.Decrypt(domain, tweak[..WriteTweak(kind, fieldClass, tweak)], numerals);
    }

    private AesSivState EmailState(ReadOnlySpan<byte> header)
    {
        var state = _emailState;
        _emails.Absorb(ref state, header);
        return state;
    }

    // kind || tenant || 0 || class. Neither name holds a zero, so no two triples are written alike.
    private int WriteTweak(ShapeKind kind, ReadOnlySpan<byte> fieldClass, Span<byte> tweak)
    {
        tweak[0] = (byte)kind;
        _tenant.CopyTo(tweak[1..]);
        tweak[1 + _tenant.Length] = 0;
        fieldClass.CopyTo(tweak[(2 + _tenant.Length)..]);
        return 2 + _tenant.Length + fieldClass.Length;
    }
}
