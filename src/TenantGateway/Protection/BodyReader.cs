using TenantGateway.Core.Buffers;

namespace TenantGateway.Protection;

/// <summary>Reads a whole body into pooled memory, up to a bound.</summary>
internal static class BodyReader
{
    private const int Chunk = 16 * 1024;

    /// <returns>The body, owned by the caller; null where it is longer than the bound.</returns>
    public static async ValueTask<ByteBuffer?> ReadAsync(Stream body, long? declaredLength, int maxBytes, CancellationToken cancellationToken)
    {
        if (declaredLength > maxBytes) return null;
        var buffer = new ByteBuffer((int)(declaredLength ?? Chunk) + 1);
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(buffer.Free(atLeast: 1), cancellationToken);
                if (read == 0) return buffer;
                buffer.Advance(read);
                // What was declared is all there is: HTTP lets nothing follow it.
                if (buffer.Length == declaredLength) return buffer;
                if (buffer.Length <= maxBytes) continue;
                buffer.Dispose();
                return null;
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
