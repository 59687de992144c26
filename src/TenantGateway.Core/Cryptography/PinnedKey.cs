using System.Security.Cryptography;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// Key bytes in memory that the garbage collector does not move, so that zeroing leaves no copy behind. Zeroed when disposed, or by the finalizer.
/// </summary>
public sealed class PinnedKey : IDisposable
{
    private readonly byte[] _bytes;

    public PinnedKey(int size) => _bytes = GC.AllocateArray<byte>(size, pinned: true);

    ~PinnedKey() => CryptographicOperations.ZeroMemory(_bytes);

    public Span<byte> Span => _bytes;

    public Memory<byte> Memory => _bytes;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        GC.SuppressFinalize(this);
    }
}
