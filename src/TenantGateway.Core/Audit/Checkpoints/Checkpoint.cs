using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>
/// How a log stood at one moment, as C2SP's <c>tlog-checkpoint</c> has it: three lines, which are the text of a <see cref="SignedNote"/>. Two of one log must lie on
/// one line: the tree of the larger begins with that of the smaller.
/// </summary>
/// <param name="Origin">Which log: also the name of the key that signs.</param>
/// <param name="Size">How many leaves.</param>
/// <param name="Root">The root hash over them.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");

    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (text.Split('\n') is not [{ Length: > 0 } origin, var size, var root, ""]) return false;
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var leaves) || !MerkleHash.TryParse(root, out var hash)) return false;
        var parsed = new Checkpoint(origin, leaves, hash);
        // No leading zeroes, nothing else that is read alike.
        if (parsed.Text != text) return false;
        checkpoint = parsed;
        return true;
    }

    /// <summary>Reads a checkpoint that is signed by that key under its own origin.</summary>
    public static CheckpointVerdict Verify(ReadOnlySpan<byte> note, NoteKey key, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!SignedNote.TryParse(note, out var signed) || !TryParse(signed.Text, out var parsed)) return CheckpointVerdict.NotACheckpoint;
        if (!signed.Signatures.Any(signature => signature.KeyId == key.Id && signature.Name == parsed.Origin)) return CheckpointVerdict.OtherKey;
        if (!signed.IsSignedBy(key, parsed.Origin)) return CheckpointVerdict.Altered;
        checkpoint = parsed;
        return CheckpointVerdict.Valid;
    }
}

/// <summary>What became of the verification of a checkpoint.</summary>
public enum CheckpointVerdict
{
    Valid,

    /// <summary>It is something else.</summary>
    NotACheckpoint,

    /// <summary>It is not signed with the key given.</summary>
    OtherKey,

    /// <summary>It names the key, but what it says is not what was signed.</summary>
    Altered,
}
