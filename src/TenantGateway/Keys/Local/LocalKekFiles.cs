using System.Globalization;
using System.Text;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Local;

/// <summary>
/// The versions of local key-encryption keys and what became of them, told by notes beside their files: <c>NAME.VERSION.disabled</c>,
/// <c>NAME.VERSION.gone</c> where it was purged, so that its number is never given again, and <c>NAME.deleted</c> with the two times of a deletion.
/// </summary>
/// <remarks>A deletion is one file, so that a crash leaves all versions deleted or none, and a purge that was cut off is simply asked for again.</remarks>
internal sealed class LocalKekFiles(LocalKeyDirectory directory, TimeProvider time, TimeSpan retention)
{
    private const string Disabled = ".disabled";
    private const string Gone = ".gone";
    private const string Deleted = ".deleted";

    internal static string FileOf(LocalKekId id) => FileOf(id, LocalKeyDirectory.KekSuffix);

    /// <summary>The versions that are there, the oldest first, whatever their state.</summary>
    internal List<LocalKekId> Versions(string name) => Numbered(name, LocalKeyDirectory.KekSuffix);

    /// <summary>The version after all that ever were.</summary>
    internal LocalKekId Next(string name) =>
        new(name, Numbered(name, LocalKeyDirectory.KekSuffix).Concat(Numbered(name, Gone)).Select(id => id.Version).DefaultIfEmpty(0).Max() + 1);

    internal bool IsEnabled(LocalKekId id) => !directory.Exists(FileOf(id, Disabled));

    internal void SetEnabled(LocalKekId id, bool enabled)
    {
        if (enabled) directory.Erase(FileOf(id, Disabled));
        else directory.Note(FileOf(id, Disabled), []);
    }

    internal bool IsDeleted(string name) => directory.Exists(name + Deleted);

    internal KekVersion Describe(LocalKekId id) => new(id.ToString(), IsEnabled(id), directory.WrittenAt(FileOf(id)));

    internal void Delete(string name)
    {
        var now = time.GetUtcNow();
        directory.Note(name + Deleted, Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()} {(now + retention).ToUnixTimeSeconds()}\n")));
    }

    internal void Recover(string name) => directory.Erase(name + Deleted);

    /// <summary>What is left of a deleted key. One whose time is over is purged now and is no more.</summary>
    /// <exception cref="KeyServiceException">Invalid: the note of the deletion is damaged.</exception>
    internal DeletedKek? FindDeleted(string name)
    {
        if (directory.ReadNote(name + Deleted) is not { } note) return null;
        var deleted = Parse(name, note) ?? throw new KeyServiceException(KeyServiceFailure.Invalid, $"The note {name}{Deleted} is damaged.");
        if (deleted.PurgedAt > time.GetUtcNow()) return deleted;
        Purge(name);
        return null;
    }

    /// <summary>Erases all versions. The note of the deletion goes last: until then the key stays deleted.</summary>
    internal void Purge(string name)
    {
        foreach (var id in Versions(name))
        {
            directory.Note(FileOf(id, Gone), []);
            directory.Erase(FileOf(id));
            directory.Erase(FileOf(id, Disabled));
        }

        directory.Erase(name + Deleted);
    }

    /// <summary>Purges every deleted key whose time is over. One whose note is damaged stays deleted.</summary>
    internal void PurgeExpired()
    {
        foreach (var name in directory.FilesThatEnd(Deleted).Select(file => file[..^Deleted.Length]).ToList())
        {
            if (directory.ReadNote(name + Deleted) is { } note && Parse(name, note) is not null) FindDeleted(name);
        }
    }

    private static DeletedKek? Parse(string name, string note)
    {
        var times = note.TrimEnd('\n').Split(' ').Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1).ToArray();
        return times is [>= 0 and < 1L << 36, >= 0 and < 1L << 36]
            ? new DeletedKek(name, DateTimeOffset.FromUnixTimeSeconds(times[0]), DateTimeOffset.FromUnixTimeSeconds(times[1]))
            : null;
    }

    private List<LocalKekId> Numbered(string name, string suffix) => directory.FilesThatEnd(suffix)
        .Where(file => file.StartsWith(name + '.', StringComparison.Ordinal))
        .Select(file => file[(name.Length + 1)..^suffix.Length])
        .Select(version => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0)
        .Order()
        .Select(number => new LocalKekId(name, number))
        .ToList();

    private static string FileOf(LocalKekId id, string suffix) => string.Create(CultureInfo.InvariantCulture, $"{id.Name}.{id.Version}{suffix}");
}
