using System.Globalization;
using System.Text;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>
/// What stands for the records of a tenant that are gone, in an export of that tenant: the file <see cref="ExportManifest.PruningFile"/> holds the record of the newest notice
/// and, in a second line, the right edge of the tree over the records that are gone. The notice has its proof like any record; with the records that follow, the edge must
/// grow to the root that the notice names.
/// </summary>
internal sealed class TenantPruning
{
    private readonly MerkleFrontier _tree;
    private bool _isCompared;

    private TenantPruning(PrunedRange range, MerkleFrontier tree) => (Range, _tree) = (range with { Gone = tree.Size }, tree);

    public PrunedRange Range { get; }

    /// <summary>Up to which number records are gone.</summary>
    public long Through => Range.Gone;

    public static TenantPruning? Read(IExportFiles files, string tenant, string origin, NoteKey key, TenantRecords records, ExportFindings findings)
    {
        if (!files.Names.Contains(ExportManifest.PruningFile)) return null;
        if (ExportReader.Read(files, ExportManifest.PruningFile) is not { } file || file.AsSpan().IndexOf((byte)'\n') is not (> 0 and var split) || !TryDecode(file.AsSpan(split + 1), out var tree))
        {
            findings.Add("pruning_unreadable", $"{ExportManifest.PruningFile} cannot be read.");
            return null;
        }

        var leaf = file.AsMemory(0, split);
        var notices = new PruningRecords(origin, key);
        findings.Add(notices.Add(leaf));
        if (!notices.Ranges.TryGetValue(tenant, out var range) || tree.Size > range.Notice.Through)
        {
            findings.Add("pruning_not_covered", "No record that is signed says that the tenant's first records may be gone.");
            return null;
        }

        findings.Add(records.ProveNotice(leaf.Span, range.RecordedBy));
        return new TenantPruning(range, tree);
    }

    /// <summary>Takes the hash of the next record that is there.</summary>
    public AuditFinding? Add(long sequence, MerkleHash hash)
    {
        var compared = Compare();
        if (_tree.Size >= Range.Notice.Through || sequence != _tree.Size + 1) return compared;
        _tree.Append(hash, null);
        return Compare() ?? compared;
    }

    /// <summary>Where there is no record to take.</summary>
    public AuditFinding? Compare()
    {
        if (_isCompared || _tree.Size != Range.Notice.Through) return null;
        _isCompared = true;
        return _tree.Root() == Range.Notice.Root
            ? null
            : new AuditFinding("pruning_mismatch", string.Create(CultureInfo.InvariantCulture, $"What is gone is not what record {Range.RecordedBy} says may be gone.")) { Tenant = Range.Tenant, Sequence = Range.RecordedBy };
    }

    private static bool TryDecode(ReadOnlySpan<byte> line, out MerkleFrontier tree)
    {
        tree = new MerkleFrontier();
        var text = Encoding.ASCII.GetString(line).TrimEnd('\n');
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || !MerkleFrontier.TryDecode(bytes.AsSpan(0, length), out var decoded)) return false;
        tree = decoded;
        return true;
    }
}
