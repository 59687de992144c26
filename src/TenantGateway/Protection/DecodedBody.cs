using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using TenantGateway.Core.Access;

namespace TenantGateway.Protection;

/// <summary>
/// Reads a body out of its content coding (RFC 9110 section 8.4.1): gzip, br or deflate, one of them. Ends with a fault where it becomes longer than its bound or out of all
/// proportion to what arrived, and where it is damaged or cut.
/// </summary>
internal sealed class DecodedBody : ForwardBody
{
    private const int FreeBytes = 64 * 1024;

    // The runtime reads it once, before anybody here could set it: the project sets it for every program.
    private static readonly bool NoticesCuts = AppContext.TryGetSwitch("System.IO.Compression.UseStrictValidation", out var isStrict) && isStrict;

    private readonly CountedSource _source;
    private readonly Stream _decoder;
    private readonly string _coding;
    private readonly long _maxBytes;
    private readonly int _maxExpansion;
    private long _given;

    private DecodedBody(Stream source, string coding, long maxBytes, int maxExpansion)
    {
        (_source, _coding, _maxBytes, _maxExpansion) = (new CountedSource(source), coding, maxBytes, maxExpansion);
        _decoder = coding switch
        {
            "br" => new BrotliBody(_source),
            "deflate" => new ZLibStream(_source, CompressionMode.Decompress),
            _ => new GZipStream(_source, CompressionMode.Decompress),
        };
    }

    /// <summary>The coding that a body is in; empty for none, null for what is not decoded here: another, or several.</summary>
    public static string? CodingOf(StringValues contentEncoding) => contentEncoding.ToString().Trim().ToLowerInvariant() switch
    {
        "" => "",
        "gzip" or "x-gzip" => "gzip",
        "br" => "br",
        "deflate" => "deflate",
        _ => null,
    };

    /// <summary>Opens a body; one that is in no coding is given as it is.</summary>
    /// <param name="source">What arrives; stays the caller's.</param>
    /// <param name="coding">Of <see cref="CodingOf"/>.</param>
    /// <param name="maxBytes">The most that it may become.</param>
    /// <param name="maxExpansion">How many bytes each that arrived may become.</param>
    /// <exception cref="InvalidOperationException">The program lets gzip and deflate take what was cut off for whole.</exception>
    public static Stream Open(Stream source, string coding, long maxBytes, int maxExpansion)
    {
        if (coding.Length == 0) return source;
        return NoticesCuts ? new DecodedBody(source, coding, maxBytes, maxExpansion) : throw new InvalidOperationException("System.IO.Compression.UseStrictValidation is not set.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        int count;
        try
        {
            count = await _decoder.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or (InvalidOperationException and not ObjectDisposedException))
        {
            throw new UndecodableException(Reasons.MalformedRequest, $"damaged {_coding}");
        }

        _given += count;
        if (_given > _maxBytes) throw new UndecodableException(Reasons.BodyTooLarge, "too large");
        if (_given > FreeBytes + (_source.Count * _maxExpansion)) throw new UndecodableException(Reasons.BodyTooLarge, $"{_coding} that grows out of proportion");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _decoder.Dispose();
        base.Dispose(disposing);
    }

    // Not disposed with the decoder: it is somebody else's.
    private sealed class CountedSource(Stream source) : ForwardBody
    {
        public long Count { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await source.ReadAsync(buffer, cancellationToken);
            Count += count;
            return count;
        }
    }
}

/// <summary>A body that cannot be read out of its coding.</summary>
internal sealed class UndecodableException(Reason reason, string cause) : IOException("A body cannot be decoded.")
{
    public Reason Reason => reason;

    /// <summary>For the operator.</summary>
    public string Cause => cause;
}
