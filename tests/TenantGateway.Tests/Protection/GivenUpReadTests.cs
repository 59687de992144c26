using System.Buffers;
using TenantGateway.Protection;

namespace TenantGateway.Tests.Protection;

/// <summary>Whoever gives up a read disposes of the body while bytes are still coming: they must not land in memory that is somebody else's by then.</summary>
public sealed class GivenUpReadTests
{
    private const int InputBytes = 16 * 1024;

    [Fact]
    public async Task What_comes_after_a_read_was_given_up_lands_in_nobody_elses_memory()
    {
        var source = new LateSource();
        var body = new BrotliBody(source);
        var read = body.ReadAsync(new byte[64]).AsTask();
        await source.Asked;

        await body.DisposeAsync();
        byte[][] ofOthers = [.. Enumerable.Range(0, 64).Select(_ => ArrayPool<byte>.Shared.Rent(InputBytes))];
        foreach (var array in ofOthers) Array.Clear(array);
        source.Bring(0xA5);
        await Assert.ThrowsAnyAsync<Exception>(() => read);

        Assert.All(ofOthers, array => Assert.False(array.AsSpan().Contains((byte)0xA5)));
        foreach (var array in ofOthers) ArrayPool<byte>.Shared.Return(array);
    }

    [Fact]
    public async Task A_body_that_is_over_is_not_read()
    {
        var body = new BrotliBody(Stream.Null);
        await body.DisposeAsync();
        await body.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => _ = await body.ReadAsync(new byte[64]));
    }

    private sealed class LateSource : ForwardBody
    {
        private readonly TaskCompletionSource _asked = new();
        private readonly TaskCompletionSource<byte> _brought = new();

        public Task Asked => _asked.Task;

        public void Bring(byte value) => _brought.SetResult(value);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _asked.SetResult();
            var value = await _brought.Task;
            buffer.Span.Fill(value);
            return buffer.Length;
        }
    }
}
