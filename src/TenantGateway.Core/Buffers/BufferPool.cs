using System.Buffers;

namespace TenantGateway.Core.Buffers;

/// <summary>
/// Where buffers come from that are held while an exchange waits. The pool that all of the process share keeps 32 of a size for each processor, and a processor in use has several times as many of the short
/// ones out at once: they have a pool of their own.
/// </summary>
internal static class BufferPool
{
    private const int Longest = 64 * 1024;

    // Of each size: at most 64 MB in all.
    private const int Kept = 512;

    private static readonly ArrayPool<byte> Short = ArrayPool<byte>.Create(Longest, Kept);

    /// <returns>At least so many bytes.</returns>
    public static byte[] Rent(int size) => PoolOf(size).Rent(size);

    /// <summary>Takes back what <see cref="Rent"/> gave, cleared by the caller.</summary>
    public static void Return(byte[] array) => PoolOf(array.Length).Return(array);

    private static ArrayPool<byte> PoolOf(int size) => size <= Longest ? Short : ArrayPool<byte>.Shared;
}
