using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Protection;

namespace TenantGateway.Tests.Protection;

/// <summary>Damaged bodies that decoders do not call damaged.</summary>
public sealed class DecodedBodyTests
{
    [Fact]
    public async Task WhatFollowsTheEndOfBr_IsRefused_AlsoWhenItArrivesLater()
    {
        var coded = Pack("br", "{}"u8.ToArray());
        Assert.Equal((null, 2), await ReadAsync("br", coded));
        Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("br", [.. coded, 1]));
        Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("br", coded, [1]));
        Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("br", "{}"u8.ToArray()));
    }

    // RFC 1950 section 2.2, FDICT: nobody has the dictionary.
    [Fact]
    public async Task DeflateThatWantsADictionary_IsRefused() => Assert.Equal((Reasons.MalformedRequest, 0), await ReadAsync("deflate", [0x78, 0xBB, 1, 2, 3, 4, 3, 0]));

    // Decoders that meet the end of their source inside of a body call it the end of the body.
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task BodyThatIsCutOffAnywhere_IsNoWholeOne(string coding)
    {
        var coded = Pack(coding, [.. Enumerable.Range(0, 500).SelectMany(i => Encoding.ASCII.GetBytes($"{{\"n\":{i * 7919 % 1009}}}\n"))]);
        for (var length = 1; length < coded.Length; length++)
        {
            await using var stream = DecodedBody.Open(new MemoryStream(coded, 0, length), coding, 100_000, 100);
            Assert.Equal((Reasons.MalformedRequest, 0), await ReadAllAsync(stream));
        }
    }

    private static byte[] Pack(string coding, byte[] plain)
    {
        using var packed = new MemoryStream();
        using (Stream coder = coding switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            coder.Write(plain);
        }

        return packed.ToArray();
    }

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
