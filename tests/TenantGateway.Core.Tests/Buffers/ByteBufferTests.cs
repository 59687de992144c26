using System.Text;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Tests.Buffers;

public class ByteBufferTests
{
    [Fact]
    public void Appended_GrowsAndKeepsItsOrder()
    {
        using var buffer = new ByteBuffer(1);
        var expected = new List<byte>();
        for (var i = 0; i < 3000; i++)
        {
            buffer.Append((byte)i);
            buffer.Append(new byte[] { 1, 2, 3 });
            buffer.Append(2).Fill(9);
            expected.AddRange([(byte)i, 1, 2, 3, 9, 9]);
        }

        Assert.Equal(expected, buffer.Written.ToArray());
        Assert.Equal(expected, buffer.WrittenMemory.ToArray());
    }

    [Fact]
    public void Free_TakesWhatAReaderAdvances()
    {
        using var buffer = new ByteBuffer(16);
        buffer.Append("ab"u8);
        "cd"u8.CopyTo(buffer.Free(2).Span);
        buffer.Advance(2);
        Assert.Equal("abcd", Encoding.ASCII.GetString(buffer.Written));
    }

    [Fact]
    public void Truncate_ClearsWhatItTakesBack()
    {
        using var buffer = new ByteBuffer(16);
        buffer.Append("secret"u8);
        buffer.Truncate(1);
        Assert.Equal("s", Encoding.ASCII.GetString(buffer.Written));
        Assert.Equal(new byte[5], buffer.Free(5).Span[..5].ToArray());
    }

    [Fact]
    public void Growth_ClearsTheOldArray()
    {
        using var buffer = new ByteBuffer(256);
        buffer.Append("secret"u8);
        var old = buffer.Free(0)[..0];
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(old, out var segment));
        buffer.Append(new byte[segment.Array!.Length]);
        Assert.DoesNotContain("secret", Encoding.ASCII.GetString(segment.Array), StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_ClearsAndMayComeTwice()
    {
        var buffer = new ByteBuffer(256);
        buffer.Append("secret"u8);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(buffer.WrittenMemory, out var segment));
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(0, buffer.Length);
        Assert.DoesNotContain("secret", Encoding.ASCII.GetString(segment.Array!), StringComparison.Ordinal);
    }

    [Fact]
    public void Scratch_MayBeDisposedTwiceAndGrows()
    {
        var scratch = Scratch.Rent(10);
        scratch.Span[0] = 1;
        scratch.EnsureCapacity(100_000);
        Assert.True(scratch.Span.Length >= 100_000);
        scratch.Dispose();
        scratch.Dispose();
        Assert.Equal(0, scratch.Span.Length);
    }

    [Fact]
    public void ManyAtOnce_ComeBackCleared_AndAreNotMadeAnew()
    {
        // As many as exchanges hold that are under way at once, of a size that few others ask for.
        const int Many = 300;
        const int Length = 40_000;
        Use(Many, Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Use(Many, Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Many * Length / 10);
    }

    private static void Use(int count, int length)
    {
        var buffers = Enumerable.Range(0, count).Select(_ => new ByteBuffer(length)).ToArray();
        foreach (var buffer in buffers)
        {
            Assert.False(buffer.Free(length).Span.ContainsAnyExcept((byte)0));
            buffer.Append(length).Fill(7);
        }

        foreach (var buffer in buffers) buffer.Dispose();
    }
}
