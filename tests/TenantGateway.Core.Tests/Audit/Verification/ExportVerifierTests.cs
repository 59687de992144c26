using System.Text;
using TenantGateway.Core.Audit.Verification;
using TenantGateway.Core.Tests.Audit.Checkpoints;

namespace TenantGateway.Core.Tests.Audit.Verification;

/// <summary>Whatever is done to an export is found, and told where it can be.</summary>
public sealed class ExportVerifierTests : IDisposable
{
    private const int Records = 12;

    private readonly TestNotes _notes = new();
    private readonly List<byte[]> _leaves = MemoryExport.Leaves(Records);
    private readonly MemoryExport _log;
    private readonly MemoryExport _acme;

    public ExportVerifierTests()
    {
        _log = MemoryExport.OfLog(_leaves, _notes, 3, 7, Records);
        _acme = MemoryExport.OfTenant(_leaves, "acme", _notes, 3, 7, Records);
    }

    public void Dispose() => _notes.Dispose();

    [Fact]
    public void WholeLog_Holds()
    {
        var verdict = Verify(_log);
        Assert.Empty(verdict.Findings);
        Assert.Equal((0, Records, 3), (verdict.Problems, verdict.Records, verdict.Checkpoints));
    }

    [Fact]
    public void OneTenant_Holds()
    {
        var verdict = Verify(_acme);
        Assert.Empty(verdict.Findings);
        Assert.Equal((0, 4, 4, 3, "acme"), (verdict.Problems, verdict.Records, verdict.Proofs, verdict.Checkpoints, verdict.Manifest?.Tenant));
    }

    [Fact]
    public void EveryByteOfEveryFileThatIsFlipped_IsFound()
    {
        foreach (var export in (MemoryExport[])[_log, _acme])
        {
            foreach (var (name, file) in export.Files)
            {
                var tampered = export.Copy();
                for (var at = 0; at < file.Length; at++)
                {
                    tampered.Files[name] = [.. file];
                    tampered.Files[name][at] ^= 1;
                    Assert.True(Verify(tampered).Problems > 0, $"{name} at {at}");
                }
            }
        }
    }

    // The manifest is made anew each time: this is what the holder of the key could do, who has signed the checkpoints already.
    [Fact]
    public void EveryByteOfARecord_IsFoundWithTheRecord()
    {
        for (var index = 0; index < Records; index++)
        {
            for (var at = 0; at < _leaves[index].Length; at++)
            {
                var changed = new List<byte[]>(_leaves) { [index] = [.. _leaves[index]] };
                changed[index][at] ^= 2;
                Assert.Contains(Verify(Tampered(changed)).Findings, finding => finding.Index == index);
            }
        }
    }

    [Fact]
    public void RecordThatIsTakenAway_IsNamed()
    {
        for (var index = 0; index < Records; index++)
        {
            var findings = Verify(Tampered([.. _leaves[..index], .. _leaves[(index + 1)..]])).Findings;
            Assert.Contains(findings, finding => finding.Code == "record_missing" && finding.Index == index);
            Assert.Contains(findings, finding => finding.Code is "root_mismatch" or "log_too_short");
        }
    }

    [Fact]
    public void RecordsThatAreSwapped_AreNamed()
    {
        for (var index = 0; index < Records - 1; index++)
        {
            var swapped = new List<byte[]>(_leaves) { [index] = _leaves[index + 1], [index + 1] = _leaves[index] };
            Assert.Contains(Verify(Tampered(swapped)).Findings, finding => finding.Code == "record_out_of_order" && finding.Index == index);
        }
    }

    [Fact]
    public void RecordThatStandsTwice_IsNamed()
    {
        for (var index = 0; index < Records; index++)
        {
            var findings = Verify(Tampered([.. _leaves[..(index + 1)], .. _leaves[index..]])).Findings;
            Assert.Contains(findings, finding => finding.Code == "record_twice" && finding.Index == index);
        }
    }

    [Fact]
    public void LogThatIsCutOff_IsFoundWithWhatIsGone()
    {
        for (var left = 0; left < Records; left++)
        {
            var findings = Verify(Tampered(_leaves[..left])).Findings;
            Assert.Contains(findings, finding => finding.Code == "log_too_short");
            Assert.Equal(Enumerable.Range(left, Records - left).Select(index => (long?)index), findings.Where(finding => finding.Code == "record_missing").Select(finding => finding.Index));
        }
    }

    // A log that was rewritten from some record on, with hashes, checkpoints and all, by the holder of the key: only a copy outside tells.
    [Fact]
    public void ForkThatIsSigned_IsFoundByAnOutsideCheckpoint()
    {
        var forged = MemoryExport.OfLog([.. _leaves[..5], .. MemoryExport.Leaves(Records, "forged")[5..]], _notes, 3, Records + 0);
        var kept = _log.Files[ExportManifest.CheckpointName(7)];
        Assert.DoesNotContain(Verify(forged).Findings, finding => finding.Code is "root_mismatch");
        Assert.Contains(Verify(forged, kept).Findings, finding => finding.Code == "root_mismatch");
        var same = _log.Files[ExportManifest.CheckpointName(Records)];
        Assert.Contains(Verify(forged, same).Findings, finding => finding.Code == "log_forked");
        Assert.Empty(Verify(_log, kept, same).Findings);
    }

    [Fact]
    public void TenantsRecordThatIsTakenAwaySwappedOrTwice_IsNamed()
    {
        var lines = Lines(_acme);
        for (var i = 0; i < lines.Count; i++)
        {
            var gone = Verify(Tampered(_acme, [.. lines[..i], .. lines[(i + 1)..]])).Findings;
            Assert.Contains(gone, finding => finding.Code == "record_missing" && finding.Sequence == i + 1);
            var twice = Verify(Tampered(_acme, [.. lines[..(i + 1)], .. lines[i..]])).Findings;
            Assert.Contains(twice, finding => finding.Code == "record_twice" && finding.Sequence == i + 1);
            if (i == 0) continue;
            var swapped = Verify(Tampered(_acme, [.. lines[..(i - 1)], lines[i], lines[i - 1], .. lines[(i + 1)..]])).Findings;
            Assert.Contains(swapped, finding => finding.Code == "record_out_of_order" && finding.Sequence == i);
        }
    }

    [Fact]
    public void TenantsRecordThatIsChanged_IsNamed()
    {
        var lines = Lines(_acme);
        for (var i = 0; i < lines.Count; i++)
        {
            var changed = new List<byte[]>(lines) { [i] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(lines[i]).Replace("role_missing", "role_mis5ing", StringComparison.Ordinal)) };
            Assert.Contains(Verify(Tampered(_acme, changed)).Findings, finding => finding.Code == "record_altered" && finding.Sequence == i + 1);
        }
    }

    [Fact]
    public void ProofOfAnotherRecord_IsFound()
    {
        var tampered = _acme.Copy();
        tampered.Files[ExportManifest.ProofName(2)] = _acme.Files[ExportManifest.ProofName(3)];
        Assert.Contains(Verify(tampered).Findings, finding => finding.Code == "record_altered" && finding.Sequence == 2);
        tampered.Files.Remove(ExportManifest.ProofName(2));
        Assert.Contains(Verify(tampered).Findings, finding => finding.Code == "proof_missing" && finding.Sequence == 2);
    }

    [Fact]
    public void CheckpointsThatAreNotOfOneLog_AreFound()
    {
        var other = MemoryExport.OfTenant(MemoryExport.Leaves(Records, "other"), "acme", _notes, 3, 7, Records);
        var tampered = _acme.Copy();
        foreach (var name in (string[])[ExportManifest.CheckpointName(7), ExportManifest.ConsistencyName(3, 7), ExportManifest.ConsistencyName(7, Records)]) tampered.Files[name] = other.Files[name];
        tampered.Sign(_notes, "acme", 4, 1, Records);
        Assert.Contains(Verify(tampered).Findings, finding => finding.Code == "checkpoints_inconsistent");
    }

    [Fact]
    public void OutsideCheckpointWithoutAProof_IsNotTakenForGood()
    {
        var elsewhere = _notes.Sign(5, MemoryExport.TreeOf(_leaves).Root(5));
        Assert.Contains(Verify(_acme, elsewhere).Findings, finding => finding.Code == "checkpoint_not_comparable");
        Assert.Empty(Verify(_log, elsewhere).Findings);
    }

    [Fact]
    public void ExportOfAnotherKey_IsFound()
    {
        using var other = new TestNotes();
        Assert.Equal("manifest_invalid", Assert.Single(ExportVerifier.Verify(_log, other.Key, []).Findings).Code);
    }

    [Fact]
    public void FileThatIsTakenAwayOrAdded_IsFound()
    {
        foreach (var name in _log.Files.Keys)
        {
            var less = _log.Copy();
            less.Files.Remove(name);
            Assert.True(Verify(less).Problems > 0, name);
        }

        var more = _log.Copy();
        more.Files["proofs/000000000001.tlog-proof"] = [1];
        Assert.Contains(Verify(more).Findings, finding => finding.Code == "file_added");
    }

    private ExportVerdict Verify(MemoryExport export, params byte[][] outside) =>
        ExportVerifier.Verify(export, _notes.Key, [.. outside.Select((note, i) => KeyValuePair.Create($"outside {i}", note))]);

    /// <summary>The log with other records, signed anew; the hashes and the checkpoints are as they were.</summary>
    private MemoryExport Tampered(List<byte[]> leaves)
    {
        var tampered = _log.Copy();
        tampered.Files[ExportManifest.LeavesFile] = [.. leaves.SelectMany(leaf => (byte[])[.. leaf, (byte)'\n'])];
        tampered.Sign(_notes, null, Records, 0, Records);
        return tampered;
    }

    private MemoryExport Tampered(MemoryExport export, List<byte[]> lines)
    {
        var tampered = export.Copy();
        tampered.Files[ExportManifest.LeavesFile] = [.. lines.SelectMany(leaf => (byte[])[.. leaf, (byte)'\n'])];
        tampered.Sign(_notes, "acme", 4, 1, Records);
        return tampered;
    }

    private static List<byte[]> Lines(MemoryExport export) =>
        [.. Encoding.UTF8.GetString(export.Files[ExportManifest.LeavesFile]).TrimEnd('\n').Split('\n').Select(Encoding.UTF8.GetBytes)];
}
