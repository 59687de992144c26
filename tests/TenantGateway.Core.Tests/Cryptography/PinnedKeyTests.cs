using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class PinnedKeyTests
{
    [Fact]
    public void NewKey_IsZeroAndOfItsSize()
    {
        using var key = new PinnedKey(48);
        Assert.Equal(new byte[48], key.Span.ToArray());
        Assert.Equal(48, key.Memory.Length);
    }

    [Fact]
    public void Disposed_ZeroesTheBytesAndHandsOutNoMore()
    {
        var key = new PinnedKey(32);
        var held = key.Memory;
        held.Span.Fill(0xAA);
        key.Dispose();
        key.Dispose();
        Assert.Equal(new byte[32], held.ToArray());
        Assert.Throws<ObjectDisposedException>(() => key.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => key.Memory.Length);
    }

    [Fact]
    public void Collection_DoesNotMoveTheBytes()
    {
        using var key = new PinnedKey(32);
        var before = AddressOf(key);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(before, AddressOf(key));
    }

    [Fact]
    public void Forgotten_IsZeroedByTheFinalizer()
    {
        var bytes = Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(new byte[32], bytes.ToArray());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Memory<byte> Forget()
    {
        var memory = new PinnedKey(32).Memory;
        memory.Span.Fill(0xAA);
        return memory;
    }

    private static nint AddressOf(PinnedKey key)
    {
        Assert.True(MemoryMarshal.TryGetArray<byte>(key.Memory, out var array));
        Assert.NotNull(array.Array);
        return Marshal.UnsafeAddrOfPinnedArrayElement(array.Array, 0);
    }
}
