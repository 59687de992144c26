using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Verification;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tests.Audit.Checkpoints;

namespace TenantGateway.Core.Tests.Audit.Verification;

/// <summary>Records that are gone: what a signed notice covers is told, and everything else is found.</summary>
public sealed class PruningVerifierTests : IDisposable
{
    private const int Records = 12;
    private const int Through = 2;

    private static readonly DateTimeOffset Until = DateTimeOffset.UnixEpoch.AddSeconds(30);

    private readonly TestNotes _notes = new();

    public void Dispose() => _notes.Dispose();

    [Fact]
    public void RecordsThatANoticeCovers_MayBeGone()
    {
        var verdict = Verify(Export(Leaves()), gone: [0, 3]);
        Assert.Empty(verdict.Findings);
        var range = Assert.Single(verdict.Pruned);
        Assert.Equal(("acme", 2L, 2L, 5L), (range.Tenant, range.Gone, range.Notice.Through, range.RecordedBy));
    }

    [Fact]
    public void NoticeThatIsNotWorkedOff_Holds()
    {
        foreach (var gone in (int[][])[[], [0]]) Assert.Empty(Verify(Export(Leaves()), gone).Findings);
    }

    [Fact]
    public void RecordThatNoNoticeCovers_IsFound()
    {
        Assert.Contains(Verify(Export(Leaves()), gone: [0, 3, 6]).Findings, finding => finding is { Code: "record_removed", Index: 6, Tenant: "acme", Sequence: 3 });
        Assert.Contains(Verify(Export(Leaves()), gone: [1]).Findings, finding => finding is { Code: "record_removed", Index: 1, Tenant: "globex", Sequence: 1 });
        Assert.Contains(Verify(Export(MemoryExport.Leaves(Records)), gone: [0]).Findings, finding => finding is { Code: "record_removed", Index: 0 });
    }

    [Fact]
    public void RecordThatPassesForAnother_IsFound()
    {
        var export = Export(Leaves());
        var lines = Lines(export);
        Assert.True(PrunedLeaf.TryParseLine(Left(lines[3], "acme", 2), out var second));
        // globex 1 under the number of acme 1.
        Assert.Contains(Verify(export, [0, 3], (1, Left(lines[1], "acme", 1))).Findings, finding => finding.Code == "records_missing");
        Assert.Contains(Verify(export, [0], (3, Left(lines[1], "acme", 2))).Findings, finding => finding.Code == "pruning_mismatch");
        Assert.Equal(2, second.Sequence);
    }

    [Fact]
    public void NoticeThatIsNotSigned_CoversNothing()
    {
        var findings = Verify(Export(Leaves(forged: true)), gone: [0, 3]).Findings;
        Assert.Contains(findings, finding => finding is { Code: "pruning_not_signed", Tenant: "acme", Sequence: 5 });
        Assert.Contains(findings, finding => finding is { Code: "record_removed", Index: 0 });
    }

    [Fact]
    public void NoticeBeforeTheRetentionIsOver_CoversNothing()
    {
        var findings = Verify(Export(Leaves(days: 200)), gone: [0]).Findings;
        Assert.Contains(findings, finding => finding.Code == "pruning_not_due");
        Assert.Contains(findings, finding => finding.Code == "record_removed");
    }

    [Fact]
    public void RecordYoungerThanItsNoticeSays_IsFound()
    {
        var late = Leaves(until: DateTimeOffset.UnixEpoch.AddHours(-1));
        Assert.Contains(Verify(Export(late), gone: [0, 3]).Findings, finding => finding is { Code: "pruned_early", Index: 3 });
    }

    private List<byte[]> Leaves(bool forged = false, int days = 90, DateTimeOffset? until = null)
    {
        var leaves = MemoryExport.Leaves(Records);
        var tree = new MerkleFrontier();
        foreach (var index in (int[])[0, 3]) tree.Append(MerkleHash.OfLeaf(leaves[index]), null);
        var notice = new PruningNotice { Through = Through, Root = tree.Root(), Until = until ?? Until, Days = days, Signature = default };
        notice = notice with { Signature = _notes.SignRecord(PruningNoticeEncoding.Encode(TestNotes.Origin, forged ? "globex" : "acme", notice)) };
        var entry = new AuditEntry { Event = AuditEvent.AuditPruned, Tenant = TenantId.Parse("acme"), Outcome = AuditOutcomes.Ok, Pruning = notice };
        leaves.Add(AuditLeaf.Encode(entry, new AuditPlace(5, MerkleHash.OfLeaf(leaves[9]), DateTimeOffset.UnixEpoch.AddDays(100), null)));
        return leaves;
    }

    private MemoryExport Export(List<byte[]> leaves) => MemoryExport.OfLog(leaves, _notes, 3, leaves.Count);

    private ExportVerdict Verify(MemoryExport export, int[] gone, params (int Index, byte[] Line)[] others)
    {
        var lines = Lines(export);
        foreach (var index in gone) lines[index] = Left(lines[index]);
        foreach (var (index, line) in others) lines[index] = line;
        export = export.Copy();
        export.Files[ExportManifest.LeavesFile] = [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])];
        export.Sign(_notes, null, lines.Count, 0, lines.Count);
        return ExportVerifier.Verify(export, _notes.Key, []);
    }

    private static byte[] Left(byte[] leaf) => AuditLeafHead.TryRead(leaf, out var head) ? Left(leaf, head.Tenant, head.Sequence) : throw new InvalidOperationException();

    private static byte[] Left(byte[] leaf, string tenant, long sequence) => System.Text.Encoding.UTF8.GetBytes(new PrunedLeaf(tenant, sequence, MerkleHash.OfLeaf(leaf)).Line);

    private static List<byte[]> Lines(MemoryExport export) =>
        [.. System.Text.Encoding.UTF8.GetString(export.Files[ExportManifest.LeavesFile]).TrimEnd('\n').Split('\n').Select(System.Text.Encoding.UTF8.GetBytes)];
}
