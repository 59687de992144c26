using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// An unwrapped generation: the working keys of its purposes, each derived with HKDF-SHA-512 (RFC 5869) from the 64-byte generation key,
/// which itself is not kept. The keys live in pinned memory and are zeroed when the generation is retired and the last lease on any ring of it has ended.
/// </summary>
public sealed class GenerationKey
{
    public const int KeySize = 64;

    private readonly AesSiv? _tokens;
    private readonly AesSiv? _handles;
    private readonly AesSiv? _details;
    private readonly PinnedKey? _pseudonyms;
    private readonly PinnedKey? _values;
    private readonly ShapeKey? _shapes;
    private readonly AesSiv? _subjects;
    private readonly AesSivState _subjectState;

    // The rings that may be leased, or are. Whoever takes the last one out of a retired generation zeroes the keys.
    private readonly Lock _gate = new();
    private readonly List<KeyRing> _rings = [];
    private volatile bool _retired;

    /// <param name="tenant">The owner, bound as associated data into everything sealed.</param>
    /// <param name="keyId">The id that tokens carry.</param>
    /// <param name="line">Decides which working keys exist.</param>
    /// <param name="key">The unwrapped 64 bytes; the caller zeroes its copy.</param>
    /// <param name="number">Its number within the line, from 1 on: tells the slot of its shapes.</param>
    public GenerationKey(TenantId tenant, KeyId keyId, KeyLine line, ReadOnlySpan<byte> key, int number = 1)
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
                _values = new PinnedKey(32);
                KeyDerivation.Derive(key, "value/pseudonym", _values.Span);
                _shapes = new ShapeKey(tenant, keyId, number % ShapeKey.Slots, key);
                break;
            case KeyLine.Audit:
                _pseudonyms = new PinnedKey(32);
                KeyDerivation.Derive(key, "audit/pseudonym", _pseudonyms.Span);
                _details = Derive(key, "audit/details");
                DetailsState = StateOf(_details);
                _subjects = Derive(key, "audit/subject");
                _subjectState = StateOf(_subjects);
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

    /// <summary>Writes and opens shapes; lookup line only.</summary>
    public ShapeKey Shapes => _shapes ?? throw NotOfThisLine();

    /// <summary>Seals handles for callers; data line only.</summary>
    public AesSiv Handles => _handles ?? throw NotOfThisLine();

    /// <inheritdoc cref="TokenState"/>
    public AesSivState HandleState { get; }

    /// <summary>Seals the personal details of audit entries; audit line only.</summary>
    public AesSiv Details => _details ?? throw NotOfThisLine();

    /// <inheritdoc cref="TokenState"/>
    public AesSivState DetailsState { get; }

    /// <summary>HMAC-SHA-256 (RFC 2104) under the key of pseudonyms of values; lookup line only.</summary>
    /// <param name="message">No two meanings have the same bytes: the caller sees to that.</param>
    /// <param name="mac">32 bytes.</param>
    internal void AuthenticatePseudonym(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        var key = _values ?? throw NotOfThisLine();
        HMACSHA256.HashData(key.Span, message, mac);
        GC.KeepAlive(key);
    }

    /// <summary>The pseudonym of a person or service in this tenant; audit line only.</summary>
    /// <param name="issuer">The exact <c>iss</c>.</param>
    /// <param name="subject">The exact <c>sub</c>.</param>
    /// <param name="organization">The exact id of the organization under which it acts; null for one and the same actor in all that share theirs.</param>
    public ActorId PseudonymOf(string issuer, string subject, string? organization = null)
    {
        var key = _pseudonyms ?? throw NotOfThisLine();
        // The lengths in front keep (ab, c) and (a, bc) apart; the first words keep the two forms apart.
        var message = Encoding.UTF8.GetBytes(organization is null
            ? $"actor\n{issuer.Length}\n{issuer}\n{subject}"
            : $"member\n{issuer.Length}\n{issuer}\n{organization.Length}\n{organization}\n{subject}");
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Span, message, mac);
        GC.KeepAlive(key);
        return new ActorId(ActorId.Prefix + Base32.Encode(mac[..16]));
    }

    /// <summary>
    /// The pseudonym of the person whom a value of an identifying class names, in this tenant; audit line only. Spellings of one value that differ in letter case or
    /// in white space around it are one person.
    /// </summary>
    /// <param name="fieldClass">The name of the class.</param>
    /// <param name="value">The clear value, UTF-8.</param>
    public SubjectId SubjectOf(ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> value)
    {
        var key = _subjects ?? throw NotOfThisLine();
        var folded = Scratch.Rent(value.Length);
        try
        {
            var length = SubjectFolding.Fold(value, ref folded);
            // The pseudorandom function of RFC 5297 section 2.4 (S2V): what sealing nothing gives, with tenant, class and value as associated data.
            var state = _subjectState;
            key.Absorb(ref state, fieldClass);
            key.Absorb(ref state, folded.Span[..length]);
            Span<byte> tag = stackalloc byte[AesSiv.TagSize];
            key.Seal(state, [], tag);
            return new SubjectId(SubjectId.Prefix + Base32.Encode(tag));
        }
        finally
        {
            folded.Dispose();
        }
    }

    /// <summary>True from the moment it is retired, also while leases are still out.</summary>
    public bool IsRetired => _retired;

    /// <summary>False once the generation is retired.</summary>
    internal bool TryJoin(KeyRing ring)
    {
        lock (_gate)
        {
            if (!_retired) _rings.Add(ring);
            return !_retired;
        }
    }

    internal void Leave(KeyRing ring)
    {
        lock (_gate)
        {
            _rings.Remove(ring);
            if (!_retired || _rings.Count > 0) return;
        }

        Zero();
    }

    /// <summary>Ends the generation and every ring that holds it: no new lease, and the keys are zeroed as soon as the last lease has ended.</summary>
    public void Retire()
    {
        KeyRing[] rings;
        lock (_gate)
        {
            if (_retired) return;
            _retired = true;
            rings = [.. _rings];
        }

        if (rings.Length == 0) Zero();
        foreach (var ring in rings) ring.Retire();
    }

    private void Zero()
    {
        _tokens?.Dispose();
        _handles?.Dispose();
        _details?.Dispose();
        _pseudonyms?.Dispose();
        _values?.Dispose();
        _shapes?.Dispose();
        _subjects?.Dispose();
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
