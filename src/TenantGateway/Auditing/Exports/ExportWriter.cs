using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Verification;
using TenantGateway.Core.Keys;

namespace TenantGateway.Auditing.Exports;

/// <summary>Writes exports: a checkpoint of now, the records before it, their proofs, and a signed list of all that.</summary>
internal sealed class ExportWriter(IAuditStore store, IAuditRetentionStore retention, IAuditCheckpoints signing, IAuditCheckpointStore checkpoints, IKeyEncryptionService keyService, TimeProvider time) : IAuditExports
{
    public async ValueTask<Stream?> TryMakeAsync(AuditExportRequest request, CancellationToken cancellationToken)
    {
        // :: Step 1: what all is proven to
        if (await signing.NowAsync(cancellationToken) is not { } newest) return null;
        // On the disk first: an export that fails in the middle is an error, not half an answer.
        var file = TemporaryFile.Create();
        try
        {
            await WriteAsync(file, request, newest, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task WriteAsync(Stream file, AuditExportRequest request, SignedCheckpoint newest, CancellationToken cancellationToken)
    {
        await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        var zip = new ExportZip(archive, time.GetUtcNow());
        var hashes = new LogHashes(store);
        // :: Step 2: the records
        var (first, records) = await WriteRecordsAsync(zip, request, newest, hashes, cancellationToken);
        // :: Step 3: the checkpoints
        await WriteCheckpointsAsync(zip, request, newest, hashes, cancellationToken);
        // :: Step 4: what people need, and the signature over all
        if (!NoteKey.TryImport(await keyService.GetSigningKeyAsync(cancellationToken), out var key)) throw new InvalidOperationException("The signing key of the key service is not on P-256.");
        using (key)
        {
            await zip.AddAsync($"keys/{key.Id:x8}.pem", key.Pem + "\n", listed: true, cancellationToken);
            await zip.AddAsync(ExportReadme.FileName, ExportReadme.Of(newest.Checkpoint.Origin, request.Tenant, records, newest.Checkpoint.Size), listed: true, cancellationToken);
            await zip.AddAsync(ExportManifest.FileName, await SignAsync(ManifestOf(zip, request, newest.Checkpoint, first, records), key, cancellationToken), listed: false, cancellationToken);
        }
    }

    private async Task<(long First, long Records)> WriteRecordsAsync(ExportZip zip, AuditExportRequest request, SignedCheckpoint newest, LogHashes hashes, CancellationToken cancellationToken)
    {
        await using var files = new RecordFiles(request.Tenant is null);
        var (first, count) = (0L, 0L);
        await foreach (var record in new ExportRecords(store).ReadAsync(request, newest.Checkpoint.Size, cancellationToken))
        {
            if (count++ == 0) first = record.Number;
            await files.AddAsync(record, cancellationToken);
            if (request.Tenant is null) continue;
            var proof = new TlogProof { Index = record.Index, Path = [.. await hashes.InclusionAsync(record.Index, newest.Checkpoint.Size, cancellationToken)], Checkpoint = newest.Note };
            await zip.AddAsync(ExportManifest.ProofName(record.Number), proof.ToArray(), listed: false, cancellationToken);
        }

        await files.AddToAsync(zip, cancellationToken);
        if (request.Tenant is { } tenant) await WritePruningAsync(zip, tenant, first, first + count, newest, hashes, cancellationToken);
        return (first, count);
    }

    // What may be gone, and what is left of it. The notice has its proof among the others, where it is not one of the records itself.
    private async Task WritePruningAsync(ExportZip zip, string tenant, long first, long end, SignedCheckpoint newest, LogHashes hashes, CancellationToken cancellationToken)
    {
        var progress = await retention.FindProgressAsync(tenant, cancellationToken);
        if (progress.Through == 0) return;
        var notice = (await store.ReadAsync(tenant, progress.NoticeSequence - 1, 1, cancellationToken)) is [var row] && row.Sequence == progress.NoticeSequence
            ? row
            : throw new InvalidDataException("The record of a pruning is missing.");
        await zip.AddAsync(ExportManifest.PruningFile, (byte[])[.. notice.Leaf, (byte)'\n', .. Encoding.ASCII.GetBytes(Convert.ToBase64String(progress.Tree.Encode())), (byte)'\n'], listed: true, cancellationToken);
        if (notice.Sequence >= first && notice.Sequence < end) return;
        var proof = new TlogProof { Index = notice.Index, Path = [.. await hashes.InclusionAsync(notice.Index, newest.Checkpoint.Size, cancellationToken)], Checkpoint = newest.Note };
        await zip.AddAsync(ExportManifest.ProofName(notice.Sequence), proof.ToArray(), listed: false, cancellationToken);
    }

    private async Task WriteCheckpointsAsync(ExportZip zip, AuditExportRequest request, SignedCheckpoint newest, LogHashes hashes, CancellationToken cancellationToken)
    {
        var seals = await checkpoints.ListSealsAsync(request.From ?? DateTimeOffset.MinValue, request.To ?? DateTimeOffset.MaxValue, cancellationToken);
        var before = 0L;
        foreach (var (size, note) in seals.Select(seal => (seal.Size, seal.Note)).Where(seal => seal.Size < newest.Checkpoint.Size).Append((newest.Checkpoint.Size, newest.Note)))
        {
            await zip.AddAsync(ExportManifest.CheckpointName(size), note, listed: true, cancellationToken);
            if (request.Tenant is not null && before > 0)
            {
                var path = await hashes.ConsistencyAsync(before, size, cancellationToken);
                await zip.AddAsync(ExportManifest.ConsistencyName(before, size), string.Concat(path.Select(hash => $"{hash}\n")), listed: true, cancellationToken);
            }

            before = size;
        }
    }

    private ExportManifest ManifestOf(ExportZip zip, AuditExportRequest request, Checkpoint checkpoint, long first, long records) => new()
    {
        Origin = checkpoint.Origin,
        Tenant = request.Tenant,
        From = TextOf(request.From),
        To = TextOf(request.To),
        Records = records,
        First = first,
        Size = checkpoint.Size,
        ExportedAt = TextOf(time.GetUtcNow()) ?? "",
        Files = zip.Listed,
    };

    private async Task<byte[]> SignAsync(ExportManifest manifest, NoteKey key, CancellationToken cancellationToken)
    {
        var note = new SignedNote { Text = manifest.Text, Signatures = [] };
        var signature = NoteKey.ToDer(await keyService.SignAsync(RecordSignature.Digest(note.SignedBytes), cancellationToken));
        return (note with { Signatures = [new NoteSignature(manifest.Origin, key.Id, signature)] }).ToArray();
    }

    private static string? TextOf(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The files with a line for each record, on the disk until all records are there: how many there are is not known before.</summary>
    private sealed class RecordFiles(bool withHashes) : IAsyncDisposable
    {
        private readonly FileStream _leaves = TemporaryFile.Create();
        private readonly FileStream _csv = TemporaryFile.Create();
        private readonly FileStream _ocsf = TemporaryFile.Create();
        private readonly FileStream _hashes = TemporaryFile.Create();
        private bool _hasHeader;

        public async Task AddAsync(ExportRecord exported, CancellationToken cancellationToken)
        {
            if (exported.Pruned is { } pruned)
            {
                await _leaves.WriteAsync(Encoding.UTF8.GetBytes(pruned.Line + "\n"), cancellationToken);
                if (withHashes) await _hashes.WriteAsync(Encoding.ASCII.GetBytes($"{pruned.Hash}\n"), cancellationToken);
                return;
            }

            var leaf = exported.Leaf;
            using var record = JsonDocument.Parse(leaf);
            await _leaves.WriteAsync((byte[])[.. leaf, (byte)'\n'], cancellationToken);
            if (!_hasHeader) await _csv.WriteAsync(Encoding.UTF8.GetBytes(RecordCsv.Header), cancellationToken);
            _hasHeader = true;
            await _csv.WriteAsync(Encoding.UTF8.GetBytes(RecordCsv.Line(record.RootElement)), cancellationToken);
            if (OcsfEvent.Of(record.RootElement) is { } ocsf) await _ocsf.WriteAsync(Encoding.UTF8.GetBytes(ocsf.ToJsonString() + "\n"), cancellationToken);
            if (withHashes) await _hashes.WriteAsync(Encoding.ASCII.GetBytes($"{MerkleHash.OfLeaf(leaf)}\n"), cancellationToken);
        }

        public async Task AddToAsync(ExportZip zip, CancellationToken cancellationToken)
        {
            await zip.AddAsync(ExportManifest.LeavesFile, _leaves, cancellationToken);
            await zip.AddAsync("records.csv", _csv, cancellationToken);
            await zip.AddAsync("ocsf.jsonl", _ocsf, cancellationToken);
            if (withHashes) await zip.AddAsync(ExportManifest.HashesFile, _hashes, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var file in (FileStream[])[_leaves, _csv, _ocsf, _hashes]) await file.DisposeAsync();
        }
    }
}
