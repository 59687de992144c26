using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Auditing.Exports;

/// <summary>A zip file that keeps the SHA-256 of every file that it is told to list.</summary>
internal sealed class ExportZip(ZipArchive archive, DateTimeOffset time)
{
    private readonly Dictionary<string, string> _listed = [];

    public ImmutableSortedDictionary<string, string> Listed => _listed.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public Task AddAsync(string name, string text, bool listed, CancellationToken cancellationToken) => AddAsync(name, Encoding.UTF8.GetBytes(text), listed, cancellationToken);

    public async Task AddAsync(string name, ReadOnlyMemory<byte> content, bool listed, CancellationToken cancellationToken)
    {
        if (listed) _listed[name] = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        await using var stream = await OpenAsync(name, cancellationToken);
        await stream.WriteAsync(content, cancellationToken);
    }

    /// <summary>Takes over a file that was written elsewhere, from its beginning.</summary>
    public async Task AddAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        _listed[name] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        await using var stream = await OpenAsync(name, cancellationToken);
        await content.CopyToAsync(stream, cancellationToken);
    }

    private async Task<Stream> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = time;
        return await entry.OpenAsync(cancellationToken);
    }
}
