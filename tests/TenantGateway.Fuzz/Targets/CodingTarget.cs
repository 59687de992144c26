using System.IO.Compression;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>Bodies in a content coding: they are read as they were, or refused, never longer than allowed.</summary>
internal sealed class CodingTarget(string coding) : IFuzzTarget
{
    private const int Most = 16 * 1024;
    private const int MaxExpansion = 20;

    public string Name => coding;

    public byte[] Make(Chance chance)
    {
        var body = chance.Below(6) switch
        {
            0 => [],
            1 => new byte[chance.Below(200_000)],
            2 => [.. Enumerable.Range(0, chance.Below(30_000)).Select(_ => (byte)chance.Below(256))],
            _ => Encoding.UTF8.GetBytes(Traffic.Document(chance)),
        };
        return Pack(body);
    }

    public async Task CheckAsync(byte[] input, Chance chance)
    {
        var whole = await ReadAsync([input], chance);
        var inPieces = await ReadAsync(Traffic.Cut(input, chance), chance);
        // How much of the source had been asked for when it was found out of proportion depends on the pieces.
        if (whole.Reason != Reasons.BodyTooLarge && inPieces.Reason != Reasons.BodyTooLarge)
        {
            BrokenPromise.Unless(whole.Reason == inPieces.Reason, "pieces are refused like the whole", $"{whole.Reason} or {inPieces.Reason}");
            BrokenPromise.Unless(whole.Body.AsSpan().SequenceEqual(inPieces.Body), "pieces give the same as the whole");
        }

        if (whole.Reason is not null) return;
        BrokenPromise.Unless(whole.Body.Length <= Most, "nothing becomes longer than allowed", $"{whole.Body.Length}");
        var again = await ReadAsync([Pack(whole.Body)], chance);
        BrokenPromise.Unless(again.Reason == Reasons.BodyTooLarge || (again.Reason is null && again.Body.AsSpan().SequenceEqual(whole.Body)), "what is packed is read as it was", $"{again.Reason}");
    }

    private async Task<(Reason? Reason, byte[] Body)> ReadAsync(IEnumerable<byte[]> pieces, Chance chance)
    {
        await using var source = new PiecesStream(pieces);
        await using var stream = DecodedBody.Open(source, coding, Most, MaxExpansion);
        var body = new MemoryStream();
        var buffer = new byte[1 + chance.Below(chance.OneIn(2) ? 20 : 5000)];
        try
        {
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;) body.Write(buffer, 0, count);
            return (null, body.ToArray());
        }
        catch (UndecodableException fault)
        {
            return (fault.Reason, []);
        }
    }

    private byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        }) encoder.Write(body);
        return packed.ToArray();
    }

    /// <summary>Gives each piece by a read of its own.</summary>
    private sealed class PiecesStream(IEnumerable<byte[]> pieces) : ForwardBody
    {
        private readonly Queue<byte[]> _left = new(pieces);
        private ReadOnlyMemory<byte> _piece;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            while (_piece.IsEmpty && _left.TryDequeue(out var next)) _piece = next;
            var count = Math.Min(buffer.Length, _piece.Length);
            _piece[..count].CopyTo(buffer);
            _piece = _piece[count..];
            return count;
        }
    }
}
