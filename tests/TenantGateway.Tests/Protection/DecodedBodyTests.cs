using System.IO.Compression;
using System.IO.Pipelines;
using TenantGateway.Core.Access;
using TenantGateway.Protection;

namespace TenantGateway.Tests.Protection;

/// <summary>Damaged bodies that decoders do not call damaged.</summary>
public sealed class DecodedBodyTests
{
    [Fact]
    public async Task WhatFollowsTheEndOfBr_IsRefused_AlsoWhenItArrivesLater()
    {
        using var packed = new MemoryStream();
        using (var encoder = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) encoder.Write("{}"u8);
        Assert.Equal((null, 2), await ReadAsync("br", packed.ToArray()));
        Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("br", [.. packed.ToArray(), 1]));
        Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("br", packed.ToArray(), [1]));
        Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("br", "{}"u8.ToArray()));
    }

    // RFC 1950 section 2.2, FDICT: nobody has the dictionary.
    [Fact]
    public async Task DeflateThatWantsADictionary_IsRefused() => Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("deflate", [0x78, 0xBB, 1, 2, 3, 4, 3, 0]));

    private static async Task<(Reason? Reason, int Length)> ReadAsync(string coding, params byte[][] pieces)
    {
        var pipe = new Pipe();
        await using var stream = DecodedBody.Open(pipe.Reader.AsStream(), coding, 1000, 100);
        var read = ReadAllAsync(stream);
        foreach (var piece in pieces)
        {
            await pipe.Writer.WriteAsync(piece);
            // So that it is a read of its own.
            await Task.Delay(50);
        }

        await pipe.Writer.CompleteAsync();
        return await read;
    }

    private static async Task<(Reason? Reason, int Length)> ReadAllAsync(Stream stream)
    {
        try
        {
            var (buffer, length) = (new byte[100], 0);
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;) length += count;
            return (null, length);
        }
        catch (UndecodableException fault)
        {
            return (fault.Reason, 0);
        }
    }
}
