using System.Globalization;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>
/// Compares records with the list of hashes that came with them, to say which record is wrong and how. Whether the list itself is that of the log is for the checkpoints
/// to say.
/// </summary>
internal sealed class StatedHashes(IReadOnlyList<MerkleHash> stated)
{
    private readonly HashSet<long> _missing = [];
    private Dictionary<MerkleHash, long>? _places;
    private long _next;
    private long _position;

    /// <summary>Takes the next record.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public AuditFinding? Add(MerkleHash hash)
    {
        var position = _position++;
        if (_next < stated.Count && stated[(int)_next] == hash)
        {
            _next++;
            return null;
        }

        _places ??= Places();
        if (!_places.TryGetValue(hash, out var place))
        {
            var altered = _next++;
            return altered < stated.Count
                ? new AuditFinding("record_altered", "Its bytes are not those that were recorded.") { Index = altered }
                : new AuditFinding("record_added", "There is no such record in the log.") { Index = position };
        }

        if (place < _next)
        {
            return _missing.Remove(place)
                ? new AuditFinding("record_out_of_order", Invariant($"It stands in line {position + 1}, behind later records.")) { Index = place }
                : new AuditFinding("record_twice", Invariant($"It stands again in line {position + 1}.")) { Index = place };
        }

        for (var skipped = _next; skipped < place; skipped++) _missing.Add(skipped);
        _next = place + 1;
        return null;
    }

    /// <summary>The records that are not there.</summary>
    public IEnumerable<AuditFinding> Missing()
    {
        foreach (var index in _missing.Order()) yield return Gone(index);
        for (var index = _next; index < stated.Count; index++) yield return Gone(index);
    }

    private static AuditFinding Gone(long index) => new("record_missing", "It is not there.") { Index = index };

    private Dictionary<MerkleHash, long> Places()
    {
        var places = new Dictionary<MerkleHash, long>(stated.Count);
        for (var index = 0; index < stated.Count; index++) places.TryAdd(stated[index], index);
        return places;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
