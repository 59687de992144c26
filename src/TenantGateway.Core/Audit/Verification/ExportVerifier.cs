using System.Globalization;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>
/// Verifies an export with nothing but the public key and, better, checkpoints that were kept elsewhere:
/// <list type="number">
/// <item>the manifest is signed, and each file is the one that it names;</item>
/// <item>the checkpoints are signed and of one log;</item>
/// <item>of a whole log the tree is computed anew, which every checkpoint must be of; of one tenant's records each has a proof, and the checkpoints are proven consistent;</item>
/// <item>every tenant's records are numbered without a gap and name the one before.</item>
/// </list>
/// </summary>
public sealed class ExportVerifier
{
    private readonly IExportFiles _files;
    private readonly NoteKey _key;
    private readonly ExportFindings _findings = new();
    private readonly SortedDictionary<long, SignedCheckpoint> _checkpoints = [];
    private readonly HashSet<long> _outside = [];
    private long _proofs;
    private List<PrunedRange> _pruned = [];

    private ExportVerifier(IExportFiles files, NoteKey key) => (_files, _key) = (files, key);

    /// <param name="files">The export.</param>
    /// <param name="key">The deployment's public key, had from somewhere else than the export.</param>
    /// <param name="outside">Signed checkpoints that were kept outside the gateway, each with a name.</param>
    public static ExportVerdict Verify(IExportFiles files, NoteKey key, IReadOnlyCollection<KeyValuePair<string, byte[]>> outside) => new ExportVerifier(files, key).Run(outside);

    private ExportVerdict Run(IReadOnlyCollection<KeyValuePair<string, byte[]>> outside)
    {
        if (ExportReader.Read(_files, ExportManifest.FileName) is not { } note || !ExportManifest.TryVerify(note, _key, out var manifest))
        {
            _findings.Add("manifest_invalid", "The manifest is not signed with the key given, or was changed.");
            return Verdict(null, 0);
        }

        // :: Step 1: the files
        CheckFiles(manifest);
        // :: Step 2: the checkpoints
        foreach (var name in _files.Names.Where(name => name.StartsWith(ExportManifest.CheckpointFolder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            TakeCheckpoint(name, ExportReader.Read(_files, name) ?? [], manifest.Origin);
        }

        foreach (var (name, bytes) in outside)
        {
            if (TakeCheckpoint(name, bytes, manifest.Origin) is { } size) _outside.Add(size);
        }

        if (!_checkpoints.ContainsKey(manifest.Size)) _findings.Add("checkpoint_missing", Invariant($"The checkpoint of {manifest.Size} records, to which all is proven, is not there or not valid."));
        // :: Steps 3 and 4: the records
        var records = VerifyRecords(manifest);
        if (records != manifest.Records) _findings.Add("records_missing", Invariant($"The manifest promises {manifest.Records} records, and there are {records}."));
        return Verdict(manifest, records);
    }

    private ExportVerdict Verdict(ExportManifest? manifest, long records) => new()
    {
        Manifest = manifest,
        Records = records,
        Proofs = _proofs,
        Checkpoints = _checkpoints.Count,
        Pruned = [.. _pruned],
        Problems = _findings.Count,
        Findings = [.. _findings.Told],
    };

    private void CheckFiles(ExportManifest manifest)
    {
        foreach (var (name, hash) in manifest.Files)
        {
            if (!_files.Names.Contains(name)) _findings.Add("file_missing", $"{name} is not there.");
            else if (ExportReader.HashOf(_files, name) != hash) _findings.Add("file_altered", $"{name} is not the file that was exported.");
        }

        foreach (var name in _files.Names)
        {
            if (name == ExportManifest.FileName || manifest.Files.ContainsKey(name)) continue;
            if (manifest.Tenant is null || !name.StartsWith(ExportManifest.ProofFolder, StringComparison.Ordinal)) _findings.Add("file_added", $"{name} was not exported.");
        }
    }

    private long? TakeCheckpoint(string name, byte[] note, string origin)
    {
        switch (Checkpoint.Verify(note, _key, out var checkpoint))
        {
            case CheckpointVerdict.NotACheckpoint: _findings.Add("checkpoint_unreadable", $"{name} is no checkpoint."); return null;
            case CheckpointVerdict.OtherKey: _findings.Add("checkpoint_of_another_key", $"{name} is not signed with the key given."); return null;
            case CheckpointVerdict.Valid when checkpoint is not null: break;
            default: _findings.Add("checkpoint_altered", $"{name} is not what was signed."); return null;
        }

        if (checkpoint.Origin != origin)
        {
            _findings.Add("checkpoint_of_another_log", $"{name} is of {checkpoint.Origin}, not of {origin}.");
            return null;
        }

        if (!_checkpoints.TryAdd(checkpoint.Size, new SignedCheckpoint(checkpoint, note)) && _checkpoints[checkpoint.Size].Checkpoint.Root != checkpoint.Root)
        {
            _findings.Add("log_forked", Invariant($"Two checkpoints of {checkpoint.Size} records are signed for different logs; {name} is one of them."));
        }

        return checkpoint.Size;
    }

    private long VerifyRecords(ExportManifest manifest)
    {
        if (!_files.Names.Contains(ExportManifest.LeavesFile)) return 0;
        try
        {
            return manifest.Tenant is { } tenant ? VerifyTenant(manifest, tenant) : VerifyLog(manifest);
        }
        catch (InvalidDataException damaged)
        {
            _findings.Add("file_damaged", damaged.Message);
            return -1;
        }
    }

    private long VerifyLog(ExportManifest manifest)
    {
        if (ExportReader.Hashes(_files, ExportManifest.HashesFile) is not { } stated)
        {
            _findings.Add("file_damaged", $"{ExportManifest.HashesFile} is not there, or is no list of hashes.");
            stated = [];
        }

        // What is gone is authorised by what was recorded after it.
        var notices = new PruningRecords(manifest.Origin, _key);
        foreach (var leaf in ExportReader.Lines(_files, ExportManifest.LeavesFile)) _findings.Add(notices.Add(leaf));
        var verifier = new LogVerifier(_checkpoints.Values.Select(signed => signed.Checkpoint), stated, notices.Ranges);
        foreach (var line in ExportReader.Lines(_files, ExportManifest.LeavesFile))
        {
            if (PrunedLeaf.TryParseLine(line, out var pruned)) verifier.Add(pruned);
            else verifier.Add(line);
        }

        verifier.Finish();
        _pruned = [.. verifier.Pruned];
        _findings.AddRange(verifier.Findings, verifier.Count);
        return verifier.Records;
    }

    private long VerifyTenant(ExportManifest manifest, string tenant)
    {
        VerifyConsistency();
        var records = new TenantRecords(_files, tenant, manifest.First, new Dictionary<long, SignedCheckpoint>(_checkpoints));
        var pruning = TenantPruning.Read(_files, tenant, manifest.Origin, _key, records, _findings);
        foreach (var leaf in ExportReader.Lines(_files, ExportManifest.LeavesFile))
        {
            _findings.Add(records.Add(leaf));
            if (records.LastHash is { } hash) _findings.Add(pruning?.Add(manifest.First + records.Count - 1, hash));
        }

        foreach (var finding in records.Missing(manifest.Records)) _findings.Add(finding);
        _findings.Add(pruning?.Compare());
        VerifyBeginning(manifest, tenant, pruning);
        if (pruning is not null) _pruned = [pruning.Range];
        _proofs = records.Proofs;
        return records.Count;
    }

    /// <summary>An export that begins with the first record begins with it, or right behind what is gone.</summary>
    private void VerifyBeginning(ExportManifest manifest, string tenant, TenantPruning? pruning)
    {
        var gone = pruning?.Through ?? 0;
        if (manifest.From is not null || manifest.Records == 0 || manifest.First <= gone + 1) return;
        _findings.Add(new AuditFinding("record_removed", Invariant($"The records {gone + 1} to {manifest.First - 1} are not there, and no record says that they may be gone.")) { Tenant = tenant });
    }

    /// <summary>Each two neighbours are enough: consistency is handed on.</summary>
    private void VerifyConsistency()
    {
        Checkpoint? before = null;
        foreach (var (checkpoint, _) in _checkpoints.Values)
        {
            if (before is not null) VerifyConsistency(before, checkpoint);
            before = checkpoint;
        }
    }

    private void VerifyConsistency(Checkpoint from, Checkpoint to)
    {
        var name = ExportManifest.ConsistencyName(from.Size, to.Size);
        if (!_files.Names.Contains(name) && (_outside.Contains(from.Size) || _outside.Contains(to.Size)))
        {
            _findings.Add("checkpoint_not_comparable", Invariant($"The export holds no proof between the checkpoints of {from.Size} and {to.Size} records; an export of the whole log can be compared with any."));
        }
        else if (ExportReader.Hashes(_files, name) is not { } path || !MerkleProof.VerifyConsistency(from.Size, from.Root, to.Size, to.Root, path))
        {
            _findings.Add("checkpoints_inconsistent", Invariant($"It is not proven that the log of {to.Size} records begins with that of {from.Size}."));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
