using System.Globalization;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>Verifies one tenant's records in their order: each has its proof, in the one checkpoint of its size, and its place behind the one before.</summary>
internal sealed class TenantRecords
{
    private readonly IExportFiles _files;
    private readonly string _tenant;
    private readonly long _first;
    private readonly IReadOnlyDictionary<long, SignedCheckpoint> _checkpoints;
    private readonly TenantChains _chain = new();
    private readonly HashSet<long> _missing = [];
    private long _next;
    private long _lastIndex = -1;

    /// <param name="files">The export.</param>
    /// <param name="tenant">Whose records.</param>
    /// <param name="first">The number of the first record.</param>
    /// <param name="checkpoints">Those whose signatures hold.</param>
    public TenantRecords(IExportFiles files, string tenant, long first, IReadOnlyDictionary<long, SignedCheckpoint> checkpoints) =>
        (_files, _tenant, _first, _next, _checkpoints) = (files, tenant, first, first, checkpoints);

    public long Count { get; private set; }

    /// <summary>How many proofs hold.</summary>
    public long Proofs { get; private set; }

    /// <summary>The leaf hash of the record that was taken last and holds.</summary>
    public MerkleHash? LastHash { get; private set; }

    /// <returns>What is wrong with the proof of a record that is not among those that are taken, or null.</returns>
    public AuditFinding? ProveNotice(ReadOnlySpan<byte> leaf, long sequence)
    {
        var unproven = ProofProblem(MerkleHash.OfLeaf(leaf), sequence, out _);
        if (unproven is null) Proofs--;
        return unproven is var (code, problem) ? Wrong(code, problem, sequence) : null;
    }

    /// <returns>What is wrong with the record, or null.</returns>
    public AuditFinding? Add(byte[] leaf)
    {
        Count++;
        var hash = MerkleHash.OfLeaf(leaf);
        if (!AuditLeafHead.TryRead(leaf, out var head))
        {
            return Wrong("record_altered", "It cannot be read as a record.", _next++);
        }

        if (head.Tenant != _tenant) return new AuditFinding("record_of_another_tenant", $"It is not a record of {_tenant}.") { Tenant = head.Tenant, Sequence = head.Sequence };
        if (PlaceProblem(head.Sequence) is { } misplaced) return misplaced;
        if (ProofProblem(hash, head.Sequence, out var index) is { } unproven) return Wrong(unproven.Code, unproven.Problem, head.Sequence);
        if (index <= _lastIndex) return Wrong("record_out_of_order", "Its index in the log is not behind that of the one before.", head.Sequence);
        _lastIndex = index;
        LastHash = hash;
        return _chain.Add(leaf, hash, index, mayStartAnywhere: _chain.Last.FirstOrDefault().Key is null && _first > 1);
    }

    /// <summary>The records that are not there.</summary>
    public IEnumerable<AuditFinding> Missing(long promised)
    {
        foreach (var sequence in _missing.Order()) yield return Wrong("record_missing", "It is not there.", sequence);
        for (; _next < _first + promised; _next++) yield return Wrong("record_missing", "It is not there.", _next);
    }

    private AuditFinding? PlaceProblem(long sequence)
    {
        if (sequence < _next)
        {
            return _missing.Remove(sequence)
                ? Wrong("record_out_of_order", "It stands behind later records.", sequence)
                : Wrong("record_twice", "It stands there again, or in a place that is not its own.", sequence);
        }

        // A number that was altered may be any: what lies far off is not counted one by one.
        if (sequence - _next > LogVerifier.MostTold) return Wrong("record_out_of_order", string.Create(CultureInfo.InvariantCulture, $"It stands where number {_next} should."), sequence);
        for (; _next < sequence; _next++) _missing.Add(_next);
        _next = sequence + 1;
        return null;
    }

    private (string Code, string Problem)? ProofProblem(MerkleHash leaf, long sequence, out long index)
    {
        index = -1;
        if (ExportReader.Read(_files, ExportManifest.ProofName(sequence)) is not { } file) return ("proof_missing", "There is no proof of it.");
        if (!TlogProof.TryParse(file, out var proof) || !SignedNote.TryParse(proof.Checkpoint.Span, out var note) || !Checkpoint.TryParse(note.Text, out var stated))
        {
            return ("proof_altered", "Its proof cannot be read.");
        }

        if (!_checkpoints.TryGetValue(stated.Size, out var signed) || !signed.Note.Span.SequenceEqual(proof.Checkpoint.Span)) return ("proof_altered", "Its proof is to another checkpoint than the export holds.");
        var checkpoint = signed.Checkpoint;
        if (!MerkleProof.VerifyInclusion(leaf, proof.Index, checkpoint.Size, proof.Path, checkpoint.Root)) return ("record_altered", "The log does not hold it as it is here: it, or its proof, was changed.");
        index = proof.Index;
        Proofs++;
        return null;
    }

    private AuditFinding Wrong(string code, string problem, long sequence) => new(code, problem) { Tenant = _tenant, Sequence = sequence };
}
