using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Files;

namespace TenantGateway.Storage.Tombstones;

/// <summary>
/// The tombstones as one file that only grows, <c>tombstones.log</c>: in the first line the id of the store, then a signed tombstone a line. It is read anew
/// whenever it is asked, so that one set by another process counts here.
/// </summary>
/// <remarks>
/// A last line without its end was never durable and is cut off by the next writer. Any other line that cannot be read is damage, and an error: nobody knows whom
/// it named. A line whose signature does not verify still keeps its tenant dead: who can write here could only kill, and that is the safe side.
/// </remarks>
internal sealed class TombstoneLog(
    IOptions<TombstonesOptions> options, IOptions<StorageOptions> storage, IKeyEncryptionService keyService, ILogger<TombstoneLog> logger) : ITombstones
{
    private const string StorePrefix = "tombstones v1 ";

    private readonly Lock _writing = new();

    internal string FilePath { get; } = Path.Combine(
        Path.GetFullPath(options.Value.Directory is { Length: > 0 } named ? named : Path.TrimEndingDirectorySeparator(Path.GetFullPath(storage.Value.Directory)) + "-tombstones"),
        "tombstones.log");

    /// <summary>The id of the store; null where there is none yet.</summary>
    /// <exception cref="IOException">The file is there and cannot be read, or is not one of tombstones.</exception>
    internal string? ReadStoreId() => File.Exists(FilePath) && !IsEmpty(ReadText()) ? ReadLines().StoreId : null;

    /// <summary>Makes an empty store.</summary>
    /// <returns>Its id.</returns>
    internal string Create()
    {
        var id = Base32.Encode(RandomNumberGenerator.GetBytes(16));
        PrivateFiles.Ensure(FilePath);
        Append($"{StorePrefix}{id}");
        return id;
    }

    public IReadOnlySet<TenantId> ReadDead()
    {
        if (!File.Exists(FilePath)) return new HashSet<TenantId>();
        return ReadLines().Tombstones.Select(line => SaidBy(line)?.Tenant ?? throw Damaged()).ToHashSet();
    }

    public IReadOnlySet<TenantId> ReadEndedAuditKeys()
    {
        if (!File.Exists(FilePath)) return new HashSet<TenantId>();
        return ReadLines().Tombstones.Select(line => SaidBy(line) ?? throw Damaged()).Where(said => said.Kind == Tombstone.AuditKey).Select(said => said.Tenant).ToHashSet();
    }

    public ValueTask<Tombstone?> FindAsync(TenantId tenant, CancellationToken cancellationToken) => FindAsync(tenant, null, cancellationToken);

    public async ValueTask AddAsync(Tombstone tombstone, CancellationToken cancellationToken)
    {
        // Another process may set one at the same time, and takes half a line for one that was cut off.
        await using var turn = await FileTurn.TakeAsync(FilePath + ".writing", cancellationToken);
        if (await FindAsync(TenantId.Parse(tombstone.Tenant), tombstone.Kind, cancellationToken) is not null) return;
        var signature = await keyService.SignAsync(TombstoneFile.Digest(tombstone), cancellationToken);
        Append(Encoding.UTF8.GetString(TombstoneFile.Write(tombstone, signature)));
    }

    private async ValueTask<Tombstone?> FindAsync(TenantId tenant, string? kind, CancellationToken cancellationToken)
    {
        if (!File.Exists(FilePath)) return null;
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        foreach (var line in ReadLines().Tombstones.Where(line => SaidBy(line) == (tenant, kind)))
        {
            if (TombstoneFile.TryVerify(Encoding.UTF8.GetBytes(line), signingKey, out var tombstone)) return tombstone;
            Log.TombstoneNotVerified(logger, tenant);
        }

        return null;
    }

    private void Append(string line)
    {
        lock (_writing)
        {
            using var file = new FileStream(FilePath, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 });
            var content = new byte[file.Length];
            file.ReadExactly(content);
            file.SetLength(content.AsSpan().LastIndexOf((byte)'\n') + 1);
            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(line + '\n'));
            file.Flush(flushToDisk: true);
        }
    }

    private (string StoreId, string[] Tombstones) ReadLines()
    {
        var text = ReadText();
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines is [{ } first, ..] && first.StartsWith(StorePrefix, StringComparison.Ordinal) ? (first[StorePrefix.Length..], lines[1..]) : throw Damaged();
    }

    private string ReadText()
    {
        using var file = new FileStream(FilePath, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite });
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // As a crash leaves it that came while the store was made. Where the database had a store already, one without an id is not it.
    private static bool IsEmpty(string text) => !text.Contains('\n', StringComparison.Ordinal);

    private static (TenantId Tenant, string? Kind)? SaidBy(string line) =>
        TombstoneFile.TryRead(Encoding.UTF8.GetBytes(line), out var said) && TenantId.TryParse(said.Tenant, out var tenant) ? (tenant, said.Kind) : null;

    private IOException Damaged() => new(
        $"The tombstones {FilePath} are damaged: nobody can tell which tenants are dead. Restore the file from its own backup, never from one of the database.");
}
