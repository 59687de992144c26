using System.Collections.Immutable;
using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Webhooks;

/// <summary>
/// A secret that a sender signs with, in pinned memory. Standard Webhooks writes it in base64 behind <c>whsec_</c> and signs with the bytes; all others sign with
/// what is written, whatever it looks like.
/// </summary>
public sealed class WebhookSecret : IDisposable
{
    /// <summary>Characters. Below, a secret could be found out by trying.</summary>
    public const int LeastLength = 24;

    public const int MostLength = 1024;

    /// <summary>One, or two while it is changed.</summary>
    public const int MostInAFile = 2;

    private const int LeastDecodedLength = 16;

    private readonly PinnedKey _written;
    private readonly PinnedKey? _decoded;

    private WebhookSecret(PinnedKey written, PinnedKey? decoded) => (_written, _decoded) = (written, decoded);

    /// <summary>Takes a copy of a secret as it is written: printable ASCII without space at either end; null for anything else.</summary>
    public static WebhookSecret? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length is < LeastLength or > MostLength || text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || text[0] == ' ' || text[^1] == ' ') return null;
        var written = new PinnedKey(text.Length);
        text.CopyTo(written.Span);
        return new WebhookSecret(written, Decode(text.StartsWith("whsec_"u8) ? text["whsec_"u8.Length..] : text));
    }

    /// <summary>Takes copies of what a file of secrets holds, a line each.</summary>
    /// <exception cref="InvalidDataException">It holds anything but one or two secrets; of what it holds nothing is told.</exception>
    public static ImmutableArray<WebhookSecret> ReadAll(ReadOnlySpan<byte> text)
    {
        var secrets = ImmutableArray.CreateBuilder<WebhookSecret>(MostInAFile);
        try
        {
            foreach (var range in text.Split((byte)'\n'))
            {
                var line = text[range].TrimEnd((byte)'\r');
                if (line.IsEmpty) continue;
                if (secrets.Count == MostInAFile) throw new InvalidDataException("it holds more than two secrets.");
                secrets.Add(Read(line) ?? throw new InvalidDataException($"a line is no secret. Write {LeastLength} to {MostLength} printable ASCII characters without space at either end."));
            }
        }
        catch (InvalidDataException)
        {
            foreach (var secret in secrets) secret.Dispose();
            throw;
        }

        return secrets.Count > 0 ? secrets.ToImmutable() : throw new InvalidDataException("it is empty.");
    }

    /// <summary>Whether a sender of that scheme can have signed with it.</summary>
    public bool Fits(SignatureScheme scheme) => scheme != SignatureScheme.Standard || _decoded is not null;

    /// <summary>Whether two are the same secret, also where they are written in two ways that one sender could sign with. In constant time for secrets of one length.</summary>
    public bool Equals(WebhookSecret other)
    {
        var isSame = false;
        foreach (var own in (ReadOnlySpan<PinnedKey?>)[_written, _decoded])
        {
            foreach (var theirs in (ReadOnlySpan<PinnedKey?>)[other._written, other._decoded]) isSame |= own is not null && theirs is not null && CryptographicOperations.FixedTimeEquals(own.Span, theirs.Span);
        }

        return isSame;
    }

    /// <summary>The signature over a start and a body.</summary>
    public void Sign(SignatureScheme scheme, ReadOnlySpan<byte> start, ReadOnlySpan<byte> body, Span<byte> mac)
    {
        var key = scheme == SignatureScheme.Standard ? _decoded ?? throw new InvalidOperationException("The secret does not fit the scheme.") : _written;
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);
        hash.AppendData(start);
        hash.AppendData(body);
        hash.GetHashAndReset(mac);
        GC.KeepAlive(key);
    }

    public void Dispose()
    {
        _written.Dispose();
        _decoded?.Dispose();
    }

    /// <summary>Names the type only.</summary>
    public override string ToString() => nameof(WebhookSecret);

    private static PinnedKey? Decode(ReadOnlySpan<byte> base64)
    {
        using var room = new PinnedKey(base64.Length);
        if (System.Buffers.Text.Base64.DecodeFromUtf8(base64, room.Span, out _, out var length) != System.Buffers.OperationStatus.Done || length < LeastDecodedLength) return null;
        var decoded = new PinnedKey(length);
        room.Span[..length].CopyTo(decoded.Span);
        return decoded;
    }
}
