using System.IO.Compression;
using TenantGateway.Core.Audit.Verification;

namespace TenantGateway.Cli.Audit;

/// <summary>An export as a zip file. A name that stands twice is refused: tools would disagree on which file it means.</summary>
internal sealed class ZipExport : IExportFiles, IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names;

    /// <exception cref="InvalidDataException">It is no zip file, or a name stands twice in it.</exception>
    public ZipExport(Stream file)
    {
        _archive = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in _archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry)) throw new InvalidDataException($"{entry.FullName} stands twice in it.");
        }

        _names = [.. _entries.Keys];
    }

    public IReadOnlySet<string> Names => _names;

    public Stream Open(string name) => _entries[name].Open();

    public void Dispose() => _archive.Dispose();
}
