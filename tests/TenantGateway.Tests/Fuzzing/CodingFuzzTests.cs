using System.IO.Compression;
using System.Text;
using TenantGateway.Core.Tests.Fuzzing;
using TenantGateway.Protection;

namespace TenantGateway.Tests.Fuzzing;

/// <summary>Content codings under broken input: a body is read as it was, or is told to be none; and never becomes longer than it may.</summary>
public sealed class CodingFuzzTests
{
    private const int Inputs = 2000;
    private const int MaxBytes = 100_000;
    private const int MaxExpansion = 20;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void Coding(string coding) => FuzzBudget.Run(Inputs, dice =>
    {
        var plain = Plain(dice);
        var coded = Compress(coding, plain);
        var broken = Break(coded, dice);
        var (read, isRead) = Read(coding, broken, dice);
        Assert.True(read.Length <= MaxBytes + 64 * 1024);
        if (broken.AsSpan().SequenceEqual(coded)) Assert.Equal(!IsTooMuch(plain, coded), isRead);
        // What is not what was coded may be another body by chance; all that is given before a fault is found goes nowhere.
        if (isRead && broken.AsSpan().SequenceEqual(coded)) Assert.Equal(plain, read);
        // Nothing at all is no body, in whatever coding.
        if (isRead && broken.Length > 0 && broken.Length < coded.Length && coded.AsSpan().StartsWith(broken)) Assert.Fail($"A body that was cut off passes as whole: {broken.Length} of {coded.Length} bytes, {read.Length} of {plain.Length} read.");
    });

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void BodyThatIsCutOffAnywhere_IsNoWholeOne(string coding)
    {
        var coded = Compress(coding, [.. Enumerable.Range(0, 500).SelectMany(i => Encoding.ASCII.GetBytes($"{{\"n\":{i * 7919 % 1009}}}\n"))]);
        for (var length = 1; length < coded.Length; length++) Assert.False(Read(coding, coded[..length], new Dice(length)).IsRead, $"{length} of {coded.Length}");
    }

    private static byte[] Plain(Dice dice)
    {
        var plain = new byte[dice.Next(4) == 0 ? dice.Next(0, 200_000) : dice.Next(0, 3000)];
        if (dice.Next(3) > 0) dice.Fill(plain);
        return plain;
    }

    private static bool IsTooMuch(byte[] plain, byte[] coded) => plain.Length > MaxBytes || plain.Length > (64 * 1024) + (coded.Length * MaxExpansion);

    private static byte[] Compress(string coding, byte[] plain)
    {
        using var output = new MemoryStream();
        using (Stream coder = coding switch
        {
            "br" => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            coder.Write(plain);
        }

        return output.ToArray();
    }

    private static byte[] Break(byte[] coded, Dice dice)
    {
        var at = dice.Next(coded.Length + 1);
        return dice.Next(5) switch
        {
            0 => coded,
            1 => coded[..at],
            2 when at < coded.Length => [.. coded[..at], (byte)(coded[at] ^ (1 << dice.Next(8))), .. coded[(at + 1)..]],
            3 => [.. coded, .. coded[at..]],
            _ => [.. coded[..at], 0, .. coded[at..]],
        };
    }

    private static (byte[] Read, bool IsRead) Read(string coding, byte[] coded, Dice dice)
    {
        using var read = new MemoryStream();
        using var source = new SlowSource(coded, dice);
        using var body = DecodedBody.Open(source, coding, MaxBytes, MaxExpansion);
        var buffer = new byte[dice.Next(1, 5000)];
        try
        {
            while (true)
            {
                var count = body.ReadAsync(buffer).AsTask().GetAwaiter().GetResult();
                if (count == 0) return (read.ToArray(), true);
                read.Write(buffer, 0, count);
            }
        }
        catch (UndecodableException)
        {
            return (read.ToArray(), false);
        }
    }

    /// <summary>Gives what it has in pieces of any length.</summary>
    private sealed class SlowSource(byte[] bytes, Dice dice) : ForwardBody
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(buffer.Length, bytes.Length - _at), dice.Next(1, 2000));
            bytes.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
