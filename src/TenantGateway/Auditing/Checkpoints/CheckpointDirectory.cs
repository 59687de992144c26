using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit.Checkpoints;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Copies of checkpoints as files: the newest, and every seal. Written whole or not at all, and on the disk when it returns.</summary>
internal sealed class CheckpointDirectory(IOptions<CheckpointOptions> options)
{
    internal const string LatestName = "latest.checkpoint";

    private readonly string? _path = options.Value.Directory is { Length: > 0 } directory ? Path.GetFullPath(directory) : null;

    internal string? Location => _path;

    /// <summary>The newest copy, or null where there is none. One that is not signed with this key is nothing to go by.</summary>
    /// <exception cref="ForkedLogException">There is a copy, and it is damaged or of another key.</exception>
    internal Checkpoint? ReadNewest(NoteKey key)
    {
        if (_path is null || Path.Combine(_path, LatestName) is var file && !File.Exists(file)) return null;
        var verdict = Checkpoint.Verify(File.ReadAllBytes(Path.Combine(_path, LatestName)), key, out var checkpoint);
        return verdict == CheckpointVerdict.Valid ? checkpoint : throw new ForkedLogException($"The copy {Path.Combine(_path, LatestName)} is not signed with the key of this deployment ({verdict}).");
    }

    internal void Write(StoredCheckpoint checkpoint)
    {
        if (_path is null) return;
        Directory.CreateDirectory(_path);
        if (checkpoint.IsSeal) Write(string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Size:d12}.checkpoint"), checkpoint.Note.Span);
        Write(LatestName, checkpoint.Note.Span);
    }

    private void Write(string name, ReadOnlySpan<byte> note)
    {
        var file = Path.Combine(_path ?? "", name);
        var half = file + ".tmp";
        using (var stream = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(note);
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, file, overwrite: true);
    }
}
