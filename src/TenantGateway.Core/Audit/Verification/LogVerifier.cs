using System.Globalization;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>
/// Verifies a whole log from its first record on, without holding it: every record is put into the tree anew, whose root must be that of each checkpoint at its size. All
/// checkpoints that hold so are consistent with each other, because they are of one list of records.
/// </summary>
public sealed class LogVerifier
{
    /// <summary>Findings beyond this number are counted and not told.</summary>
    public const int MostTold = 100;

    private readonly MerkleFrontier _tree = new();
    private readonly MerkleFrontier _statedTree = new();
    private readonly TenantChains _chains = new();
    private readonly PrunedRecords _pruned;
    private readonly HoldRecords _holds = new();
    private readonly IReadOnlyList<MerkleHash> _stated;
    private readonly StatedHashes _comparison;
    private readonly Queue<Checkpoint> _ahead;
    private readonly List<AuditFinding> _findings = [];
    private long _lastGood;
    private bool _broken;
    private bool _statedBroken;

    /// <param name="checkpoints">Those whose signatures hold; of outside copies as well.</param>
    /// <param name="stated">The hash of each record as it came with the records.</param>
    /// <param name="ranges">What may be gone, by tenant; nothing where it is null.</param>
    public LogVerifier(IEnumerable<Checkpoint> checkpoints, IReadOnlyList<MerkleHash> stated, IReadOnlyDictionary<string, PrunedRange>? ranges = null)
    {
        _pruned = new PrunedRecords(ranges ?? new Dictionary<string, PrunedRange>());
        _stated = stated;
        _comparison = new StatedHashes(stated);
        _ahead = new Queue<Checkpoint>(checkpoints.OrderBy(checkpoint => checkpoint.Size));
        Compare();
    }

    public IReadOnlyList<AuditFinding> Findings => _findings;

    /// <summary>How many things do not hold, told or not.</summary>
    public long Count { get; private set; }

    public long Records => _tree.Size;

    public TenantChains Chains => _chains;

    /// <summary>What is gone, and by which record that is authorised.</summary>
    public IEnumerable<PrunedRange> Pruned => _pruned.Ranges;

    /// <summary>Takes the next record.</summary>
    public void Add(ReadOnlySpan<byte> leaf)
    {
        var (hash, index) = (MerkleHash.OfLeaf(leaf), _tree.Size);
        Tell(_chains.Add(leaf, hash, index));
        if (AuditLeafHead.TryRead(leaf, out var head))
        {
            Tell(_pruned.Add(head, hash, index));
            _holds.Add(head, leaf, index);
        }

        Append(hash, index);
    }

    /// <summary>Takes what is left of the next record where it was pruned.</summary>
    public void Add(PrunedLeaf pruned)
    {
        var index = _tree.Size;
        Tell(_chains.Add(pruned, index));
        Tell(_pruned.Add(pruned, index));
        Append(pruned.Hash, index);
    }

    private void Append(MerkleHash hash, long index)
    {
        Tell(_comparison.Add(hash));
        _tree.Append(hash, null);
        if (index < _stated.Count) _statedTree.Append(_stated[(int)index], null);
        Compare();
    }

    /// <summary>Ends the log.</summary>
    public void Finish()
    {
        foreach (var missing in _comparison.Missing()) Tell(missing);
        foreach (var finding in _holds.Findings(_pruned.Through)) Tell(finding);
        while (_statedTree.Size < _stated.Count) _statedTree.Append(_stated[(int)_statedTree.Size], null);
        foreach (var checkpoint in _ahead)
        {
            Tell(new AuditFinding("log_too_short", Invariant($"A checkpoint is signed for {checkpoint.Size} records, and there are {_tree.Size}.")));
        }
    }

    private void Compare()
    {
        while (_ahead.TryPeek(out var checkpoint) && checkpoint.Size <= _tree.Size)
        {
            _ahead.Dequeue();
            var holds = _tree.Root() == checkpoint.Root;
            if (holds) _lastGood = checkpoint.Size;
            else if (!_broken) Tell(new AuditFinding("root_mismatch", Invariant($"The records before index {checkpoint.Size} are not those of the checkpoint; up to index {_lastGood} they are.")));
            // Told once: what comes after it cannot hold either.
            _broken |= !holds;
            var isStated = _statedTree.Size == checkpoint.Size && _statedTree.Root() == checkpoint.Root;
            if (!isStated && !_statedBroken) Tell(new AuditFinding("hashes_not_of_log", Invariant($"The list of hashes is not that of the checkpoint of {checkpoint.Size} records; what it says of single records proves nothing.")));
            _statedBroken |= !isStated;
        }
    }

    private void Tell(AuditFinding? finding)
    {
        if (finding is null) return;
        if (Count++ < MostTold) _findings.Add(finding);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
