using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Projections;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Keys;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>
/// Signs the log as it stands, with the signing key of the key service: never before it has gone along the stored records itself, from the last checkpoint that it knows
/// to be good, and found every checkpoint on the way. Every process that makes keys may sign; of two that sign the same log, one is stored.
/// </summary>
/// <remarks>
/// What was signed before is known from three places: this process's memory, the database and, at the first time, the directory of copies. So a database that was put back
/// to a former state, or rewritten, is not signed as long as one of them remembers.
/// </remarks>
internal sealed class CheckpointSigner(
    IAuditStore store, IAuditCheckpointStore checkpoints, IKeyEncryptionService keyService, CheckpointDirectory copies, IOptions<CheckpointOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private MerkleFrontier? _known;
    private NoteKey? _key;

    /// <summary>Signs what is not signed yet.</summary>
    /// <param name="atOnce">False to leave it for now where another process has signed within the interval.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The newest checkpoint, and whether it was signed here and now; null where there is no record.</returns>
    /// <exception cref="ForkedLogException">The log is not an extension of what was signed before.</exception>
    /// <exception cref="KeyServiceException">The key cannot be used.</exception>
    internal async Task<(StoredCheckpoint Checkpoint, bool IsNew)?> SignAsync(bool atOnce, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await SignInTurnAsync(atOnce, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _key?.Dispose();
    }

    private async Task<(StoredCheckpoint Checkpoint, bool IsNew)?> SignInTurnAsync(bool atOnce, CancellationToken cancellationToken)
    {
        // :: Step 1: what was signed, and only then what is there: others write and sign meanwhile, and a log that was read before would be shorter than what they signed
        var copy = _known is null ? copies.ReadNewest(await KeyAsync(cancellationToken)) : null;
        var newest = await checkpoints.FindNewestAsync(cancellationToken);
        var head = await store.ReadHeadAsync(cancellationToken);
        var origin = LogOrigin.Of(head.LogId);
        if (newest is not null && newest.Size == _known?.Size && newest.Size == head.Size) return (newest, false);
        if (newest is not null && !atOnce && _known is not null && time.GetUtcNow() - newest.SignedAt < TimeSpan.FromSeconds(options.Value.IntervalSeconds * 0.9)) return (newest, false);

        // :: Step 2: along the records, past every checkpoint that is known
        var key = await KeyAsync(cancellationToken);
        var walk = await WalkAsync(copy, newest, head, origin, key, cancellationToken);
        if (newest is not null && newest.Size == head.Size)
        {
            _known = walk.Frontier;
            return (newest, false);
        }

        if (head.Size == 0) return null;

        // :: Step 3: the signature
        var checkpoint = new Checkpoint(origin, head.Size, walk.Frontier.Root());
        var note = new SignedNote { Text = checkpoint.Text, Signatures = [] };
        var signature = NoteKey.ToDer(await keyService.SignAsync(RecordSignature.Digest(note.SignedBytes), cancellationToken));
        var signed = (note with { Signatures = [new NoteSignature(origin, key.Id, signature)] }).ToArray();
        var now = time.GetUtcNow();
        var isSeal = newest is null || HourOf(newest.SignedAt) != HourOf(now);
        var stored = new StoredCheckpoint(head.Size, signed, walk.Frontier.Encode(), now, isSeal);
        // Another process was faster: what it signed is looked at as anybody's.
        if (!await checkpoints.TryAddAsync(stored, cancellationToken)) return await SignInTurnAsync(atOnce, cancellationToken);
        _known = walk.Frontier;
        return (stored, true);
    }

    private async Task<LogWalk> WalkAsync(Checkpoint? copy, StoredCheckpoint? newest, AuditHead head, string origin, NoteKey key, CancellationToken cancellationToken)
    {
        var anchors = new SortedList<long, (MerkleHash Root, string Whose)>();
        if (newest is not null) anchors[newest.Size] = (Verified(newest, origin, key).Root(), "the newest stored checkpoint");
        if (copy is not null)
        {
            if (copy.Origin != origin) throw new ForkedLogException($"The directory of copies holds checkpoints of another log, {copy.Origin}.");
            if (anchors.TryGetValue(copy.Size, out var same) && same.Root != copy.Root) throw new ForkedLogException("The newest copy and the newest stored checkpoint contradict each other.");
            anchors[copy.Size] = (copy.Root, "the newest copy");
        }

        if (_known is not null && newest is not null && newest.Size < _known.Size) throw new ForkedLogException("Checkpoints that this process signed are not stored any more.");
        if (_known is not null && newest is null) throw new ForkedLogException("The stored checkpoints are gone.");
        if (anchors.Count > 0 && anchors.Keys[^1] > head.Size)
        {
            throw new ForkedLogException(string.Create(CultureInfo.InvariantCulture, $"It holds {head.Size} records, and {anchors.Keys[^1]} were signed ({anchors.Values[^1].Whose})."));
        }

        var walk = new LogWalk(store, await StartAsync(anchors.Count > 0 ? anchors.Keys[0] : 0, origin, key, cancellationToken), new WorkSlices(time));
        foreach (var (size, (root, whose)) in anchors)
        {
            await walk.GoAsync(size, cancellationToken);
            walk.Require(root, whose);
        }

        await walk.GoAsync(head.Size, cancellationToken);
        if (!walk.Frontier.Encode().AsSpan().SequenceEqual(head.Frontier.Span)) throw new ForkedLogException("The stored edge of the tree is not that of the records.");
        return walk;
    }

    /// <summary>From where on the records are read: what this process has seen itself, or the newest signed checkpoint that is not behind any that must be met.</summary>
    private async Task<MerkleFrontier> StartAsync(long firstAnchor, string origin, NoteKey key, CancellationToken cancellationToken)
    {
        if (_known is not null) return _known.Clone();
        var before = firstAnchor == 0 ? null : await checkpoints.FindAtOrBelowAsync(firstAnchor, cancellationToken);
        return before is null ? new MerkleFrontier() : Verified(before, origin, key);
    }

    private static MerkleFrontier Verified(StoredCheckpoint stored, string origin, NoteKey key)
    {
        if (Checkpoint.Verify(stored.Note.Span, key, out var checkpoint) == CheckpointVerdict.Valid && checkpoint is not null && checkpoint.Origin == origin && checkpoint.Size == stored.Size
            && MerkleFrontier.TryDecode(stored.Frontier.Span, out var frontier) && frontier.Size == checkpoint.Size && frontier.Root() == checkpoint.Root)
        {
            return frontier;
        }

        throw new ForkedLogException(string.Create(CultureInfo.InvariantCulture, $"The stored checkpoint of {stored.Size} records is not as it was signed."));
    }

    private async Task<NoteKey> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is not null) return _key;
        return _key = NoteKey.TryImport(await keyService.GetSigningKeyAsync(cancellationToken), out var key) ? key : throw new InvalidOperationException("The signing key of the key service is not on P-256.");
    }

    private static long HourOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 3600;
}
