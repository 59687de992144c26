using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// An unwrapped generation: the working keys of its purposes, each derived with HKDF-SHA-512 (RFC 5869) from the 64-byte generation key,
/// which itself is not kept. The keys live in pinned memory and are zeroed when the generation is retired and the last lease has ended.
/// </summary>
public sealed class GenerationKey
{
    public const int KeySize = 64;

    private readonly AesSiv? _tokens;
    private readonly AesSiv? _handles;
    private readonly AesSiv? _details;
    private readonly PinnedKey? _pseudonyms;

    // The number of leases; the sign bit says "retired". Whoever moves it to exactly Retired zeroes the keys.
    private int _leases;
    private const int Retired = int.MinValue;

    /// <param name="tenant">The owner, bound as associated data into everything sealed.</param>
    /// <param name="keyId">The id that tokens carry.</param>
    /// <param name="line">Decides which working keys exist.</param>
    /// <param name="key">The unwrapped 64 bytes; the caller zeroes its copy.</param>
    public GenerationKey(TenantId tenant, KeyId keyId, KeyLine line, ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize) throw new ArgumentException($"A generation key is {KeySize} bytes.", nameof(key));
        Tenant = tenant;
        KeyId = keyId;
        Line = line;
        switch (line)
        {
            case KeyLine.Data:
                _tokens = Derive(key, "token/randomised");
                TokenState = StateOf(_tokens);
                _handles = Derive(key, "handle");
                HandleState = StateOf(_handles);
                break;
            case KeyLine.Lookup:
                _tokens = Derive(key, "token/deterministic");
                TokenState = StateOf(_tokens);
                break;
            case KeyLine.Audit:
                _pseudonyms = new PinnedKey(32);
                KeyDerivation.Derive(key, "audit/pseudonym", _pseudonyms.Span);
                _details = Derive(key, "audit/details");
                DetailsState = StateOf(_details);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(line), line, "Unknown key line.");
        }
    }

    public TenantId Tenant { get; }

    public KeyId KeyId { get; }

    public KeyLine Line { get; }

    /// <summary>Seals stored tokens: randomised in the data line, deterministic in the lookup line.</summary>
    public AesSiv Tokens => _tokens ?? throw NotOfThisLine();

    /// <summary>The state in which the tenant id is already absorbed as associated data.</summary>
    public AesSivState TokenState { get; }

    /// <summary>Seals handles for callers; data line only.</summary>
    public AesSiv Handles => _handles ?? throw NotOfThisLine();

    /// <inheritdoc cref="TokenState"/>
    public AesSivState HandleState { get; }

    /// <summary>Seals the personal details of audit entries; audit line only.</summary>
    public AesSiv Details => _details ?? throw NotOfThisLine();

    /// <inheritdoc cref="TokenState"/>
    public AesSivState DetailsState { get; }

    /// <summary>The pseudonym of a person or service in this tenant; audit line only.</summary>
    /// <param name="issuer">The exact <c>iss</c>.</param>
    /// <param name="subject">The exact <c>sub</c>.</param>
    public ActorId PseudonymOf(string issuer, string subject)
    {
        var key = _pseudonyms ?? throw NotOfThisLine();
        // The length in front keeps (ab, c) and (a, bc) apart.
        var message = Encoding.UTF8.GetBytes($"actor\n{issuer.Length}\n{issuer}\n{subject}");
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Span, message, mac);
        GC.KeepAlive(key);
        return new ActorId(ActorId.Prefix + Base32.Encode(mac[..16]));
    }

    internal bool TryAcquire()
    {
        if (Interlocked.Increment(ref _leases) > 0) return true;
        Release();
        return false;
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _leases) == Retired) Zero();
    }

    /// <summary>Ends the generation: no new lease, and the keys are zeroed as soon as the last lease has ended.</summary>
    public void Retire()
    {
        if (Interlocked.Or(ref _leases, Retired) == 0) Zero();
    }

    private void Zero()
    {
        _tokens?.Dispose();
        _handles?.Dispose();
        _details?.Dispose();
        _pseudonyms?.Dispose();
    }

    private static AesSiv Derive(ReadOnlySpan<byte> key, string purpose)
    {
        using var derived = new PinnedKey(AesSiv.KeySize);
        KeyDerivation.Derive(key, purpose, derived.Span);
        return new AesSiv(derived.Span);
    }

    private AesSivState StateOf(AesSiv siv)
    {
        var state = siv.Start();
        siv.Absorb(ref state, Encoding.ASCII.GetBytes(Tenant.Value));
        return state;
    }

    private InvalidOperationException NotOfThisLine() => new($"A generation of line {Line} has no such key.");
}
