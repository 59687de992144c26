using System.Security.Cryptography;

namespace TenantGateway.Cli.Conversion;

/// <summary>A file that is read or written from its front to its end, with a running SHA-256 over what has passed.</summary>
internal sealed class HashedFile(FileStream file) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Position { get; private set; }

    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public long Length => file.Length;

    /// <summary>Passes what is there already.</summary>
    /// <returns>False where it is not what it was.</returns>
    public async Task<bool> SkipAsync(long length, string hash, CancellationToken cancellationToken)
    {
        if (file.Length < length) return false;
        var buffer = new byte[1024 * 1024];
        while (Position < length)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - Position)), cancellationToken);
            if (read == 0) return false;
            Pass(buffer.AsSpan(0, read));
        }

        return Hash == hash;
    }

    public ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken) => file.ReadAsync(destination, cancellationToken);

    /// <summary>Counts bytes that were read, once they are done with.</summary>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Position += bytes.Length;
    }

    /// <summary>Writes to the disk.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await file.WriteAsync(bytes, cancellationToken);
        file.Flush(flushToDisk: true);
        Pass(bytes.Span);
    }

    /// <summary>Drops what lies behind the position.</summary>
    public void Truncate() => file.SetLength(Position);

    public void Dispose()
    {
        _hash.Dispose();
        file.Dispose();
    }
}
