using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Core.Webhooks;

/// <summary>What a sender says in its headers, before anything of it is proven: read in its one spelling, before the body is.</summary>
public sealed class PresentedSignature
{
    public const int MacSize = HMACSHA256.HashSizeInBytes;

    /// <summary>While a sender changes its secret it may sign with both; more than some are an attempt at guessing.</summary>
    public const int MostSignatures = 8;

    private const int MostIdCharacters = 256;
    private const int MostTimeDigits = 11;

    private readonly List<byte[]> _macs = [];

    private PresentedSignature(string? id, string? time)
    {
        Id = id;
        At = time is null ? null : DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, NumberStyles.None, CultureInfo.InvariantCulture));
        Start = Encoding.ASCII.GetBytes((id is null ? "" : id + ".") + (time is null ? "" : time + "."));
    }

    /// <summary>The name of the message; null where the scheme has none.</summary>
    public string? Id { get; }

    /// <summary>When it was signed; null where the scheme does not say.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>What is signed before the body.</summary>
    public ReadOnlyMemory<byte> Start { get; }

    public IReadOnlyList<byte[]> Macs => _macs;

    /// <param name="rule">Of the route.</param>
    /// <param name="headers">The values of a header by its name; empty where there is none.</param>
    /// <param name="now">Against which its time is held.</param>
    /// <param name="presented">What was read.</param>
    public static SignatureDefect Read(SignatureRule rule, Func<string, IReadOnlyList<string?>> headers, DateTimeOffset now, out PresentedSignature? presented)
    {
        var defect = rule.Scheme switch
        {
            SignatureScheme.Standard => ReadStandard(headers, out presented),
            SignatureScheme.Timestamped => ReadTimestamped(rule.Header, headers, out presented),
            SignatureScheme.Body => ReadBody(rule.Header, headers, out presented),
            _ => throw new UnreachableException(),
        };
        return defect == SignatureDefect.None ? CheckTime(presented?.At, now, rule.Tolerance) : defect;
    }

    private static SignatureDefect ReadStandard(Func<string, IReadOnlyList<string?>> headers, out PresentedSignature? presented)
    {
        presented = null;
        SignatureDefect[] defects = [One(headers("webhook-id"), out var id), One(headers("webhook-timestamp"), out var time), One(headers("webhook-signature"), out var signatures)];
        if (Array.Find(defects, found => found != SignatureDefect.None) is not SignatureDefect.None and var defect) return defect;
        if (!IsId(id) || !IsTime(time)) return SignatureDefect.HeaderMalformed;
        presented = new PresentedSignature(id, time);
        // Other versions than v1 are other algorithms, and beside it they do not matter.
        return presented.AddAll(signatures.Split(' ').Where(entry => entry.StartsWith("v1,", StringComparison.Ordinal)).Select(entry => FromBase64(entry.AsSpan(3))));
    }

    private static SignatureDefect ReadTimestamped(string header, Func<string, IReadOnlyList<string?>> headers, out PresentedSignature? presented)
    {
        presented = null;
        var defect = One(headers(header), out var value);
        if (defect != SignatureDefect.None) return defect;
        var parts = value.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Where(part => part.StartsWith("t=", StringComparison.Ordinal)).ToList() is not [['t', '=', .. var time]] || !IsTime(time)) return SignatureDefect.HeaderMalformed;
        presented = new PresentedSignature(null, time);
        return presented.AddAll(parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal)).Select(part => FromHex(part.AsSpan(3))));
    }

    private static SignatureDefect ReadBody(string header, Func<string, IReadOnlyList<string?>> headers, out PresentedSignature? presented)
    {
        presented = null;
        var defect = One(headers(header), out var value);
        if (defect != SignatureDefect.None) return defect;
        if (value is not ['s', 'h', 'a', '2', '5', '6', '=', .. var hex]) return SignatureDefect.HeaderMalformed;
        presented = new PresentedSignature(null, null);
        return presented.AddAll([FromHex(hex)]);
    }

    private SignatureDefect AddAll(IEnumerable<byte[]?> macs)
    {
        foreach (var mac in macs)
        {
            if (mac is null) return SignatureDefect.HeaderMalformed;
            if (_macs.Count == MostSignatures) return SignatureDefect.TooManySignatures;
            _macs.Add(mac);
        }

        return _macs.Count > 0 ? SignatureDefect.None : SignatureDefect.HeaderMalformed;
    }

    private static SignatureDefect CheckTime(DateTimeOffset? at, DateTimeOffset now, TimeSpan tolerance) => at switch
    {
        { } signed when now - signed > tolerance => SignatureDefect.TimestampStale,
        { } signed when signed - now > tolerance => SignatureDefect.TimestampInFuture,
        _ => SignatureDefect.None,
    };

    private static SignatureDefect One(IReadOnlyList<string?> values, out string value)
    {
        value = values is [{ Length: > 0 } only] ? only : "";
        if (values.Count > 1) return SignatureDefect.HeaderRepeated;
        return value.Length > 0 ? SignatureDefect.None : SignatureDefect.HeaderMissing;
    }

    // Without points: they part what is signed, and what is signed must be read in one way only.
    private static bool IsId(string text) => text.Length <= MostIdCharacters && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('.', StringComparison.Ordinal);

    private static bool IsTime([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MostTimeDigits } && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && (text.Length == 1 || text[0] != '0');

    private static byte[]? FromHex(ReadOnlySpan<char> text)
    {
        var mac = new byte[MacSize];
        return text.Length == MacSize * 2 && Convert.FromHexString(text, mac, out _, out _) == System.Buffers.OperationStatus.Done ? mac : null;
    }

    // Of this length there is no room for white space, which the decoder would pass over.
    private static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        var mac = new byte[MacSize];
        return text.Length == 44 && Convert.TryFromBase64Chars(text, mac, out var written) && written == MacSize ? mac : null;
    }
}
