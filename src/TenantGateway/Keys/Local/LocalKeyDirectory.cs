using System.Runtime.Versioning;
using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Local;

/// <summary>
/// The files of the local key service: <c>root.key</c> (32 bytes), and under it sealed <c>signing.key</c> and one <c>NAME.VERSION.kek</c> a version of a
/// key-encryption key. Nothing here is ever overwritten; what is erased was purged.
/// </summary>
internal sealed class LocalKeyDirectory : IDisposable
{
    internal const int RootKeySize = 32;

    private const string RootFile = "root.key";
    internal const string KekSuffix = ".kek";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _path;
    private readonly PinnedKey _root;

    private LocalKeyDirectory(string path, PinnedKey root) => (_path, _root) = (path, root);

    /// <summary>Opens the directory; makes it and a root key only where there is nothing yet.</summary>
    /// <exception cref="InvalidOperationException">
    /// The directory or a file can be read by others, the root key has the wrong length, or it is missing while keys sealed under it are there.
    /// </exception>
    internal static LocalKeyDirectory Open(string directory)
    {
        var path = Path.GetFullPath(directory);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else if (!Directory.Exists(path)) Directory.CreateDirectory(path, Owner);
        RefuseShared(path);
        EnsureRoot(path);
        return new LocalKeyDirectory(path, ReadRoot(path));
    }

    /// <summary>Whether there is a root key.</summary>
    internal static bool IsMade(string directory) => File.Exists(Path.Combine(directory, RootFile));

    /// <summary>True where any key-encryption key exists.</summary>
    internal bool HasKeks => Directory.EnumerateFiles(_path, "*" + KekSuffix).Any();

    /// <summary>The names of the files that end so.</summary>
    internal IEnumerable<string> FilesThatEnd(string suffix) => Directory.EnumerateFiles(_path, "*" + suffix).Select(file => Path.GetFileName(file));

    internal bool Exists(string file) => File.Exists(Path.Combine(_path, file));

    /// <summary>When the file was last written: for a key, when it was made.</summary>
    internal DateTimeOffset WrittenAt(string file) => new(File.GetLastWriteTimeUtc(Path.Combine(_path, file)));

    /// <summary>Seals a key into a new file.</summary>
    /// <returns>False, and nothing is changed, where the file exists.</returns>
    internal bool TryAdd(string file, ReadOnlySpan<byte> key) => TryCreate(file, SealedKey.Seal(_root.Span, ContextOf(file), key));

    /// <summary>Writes a note beside the keys, in the clear; an existing one is left as it is.</summary>
    internal void Note(string file, byte[] content) => TryCreate(file, content);

    /// <summary>The text of a note; null where there is none.</summary>
    internal string? ReadNote(string file) => Exists(file) ? OrUnavailable(file, File.ReadAllText) : null;

    /// <summary>Removes a key or a note for good; nothing where there is none.</summary>
    internal void Erase(string file) => OrUnavailable(file, path => DurableFile.Erase(path));

    /// <summary>The key in that file, in pinned memory that the caller disposes.</summary>
    /// <exception cref="KeyServiceException">Denied where there is no such file, Invalid where it is damaged, Unavailable where it cannot be read.</exception>
    internal PinnedKey Read(string file)
    {
        try
        {
            return SealedKey.Open(_root.Span, ContextOf(file), OrUnavailable(file, File.ReadAllBytes));
        }
        catch (KeyServiceException exception) when (exception.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyServiceException(KeyServiceFailure.Denied, $"There is no key file {file}.", exception);
        }
    }

    public void Dispose() => _root.Dispose();

    private bool TryCreate(string file, byte[] content) => OrUnavailable(file, path => DurableFile.TryCreate(path, content));

    // A file system that fails says nothing about a key.
    private T OrUnavailable<T>(string file, Func<string, T> use)
    {
        try
        {
            return use(Path.Combine(_path, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyServiceException(KeyServiceFailure.Unavailable, $"The file {file} cannot be read or written.", exception);
        }
    }

    // The name, with the version in it, keeps one key's file from standing in for another's.
    private static string ContextOf(string file) => "TenantGateway local key file v1 " + file;

    private static void EnsureRoot(string path)
    {
        if (File.Exists(Path.Combine(path, RootFile))) return;
        var orphan = Directory.EnumerateFiles(path).Select(Path.GetFileName).FirstOrDefault(name => name is not null && (name.EndsWith(KekSuffix, StringComparison.Ordinal) || name.EndsWith(".key", StringComparison.Ordinal)));
        if (orphan is not null)
        {
            throw new InvalidOperationException(
                $"The root key {Path.Combine(path, RootFile)} is missing although {orphan} was sealed under it. A new one would open nothing: restore the file from its backup.");
        }

        using var root = new PinnedKey(RootKeySize);
        RandomNumberGenerator.Fill(root.Span);
        DurableFile.TryCreate(Path.Combine(path, RootFile), root.Span);
    }

    private static PinnedKey ReadRoot(string path)
    {
        using var file = File.OpenHandle(Path.Combine(path, RootFile));
        var root = new PinnedKey(RootKeySize);
        if (RandomAccess.GetLength(file) == RootKeySize && RandomAccess.Read(file, root.Span, 0) == RootKeySize) return root;
        root.Dispose();
        throw new InvalidOperationException($"The root key {Path.Combine(path, RootFile)} is damaged: it must be {RootKeySize} bytes. Restore it from its backup.");
    }

    private static void RefuseShared(string path)
    {
        // Windows has no such modes; there the directory's access list is the operator's to set.
        if (OperatingSystem.IsWindows()) return;
        foreach (var entry in Directory.EnumerateFiles(path).Prepend(path))
        {
            // What group and others may do counts; the set-group-id bit of a volume's parent is inherited and grants nothing.
            if (!TryGetMode(entry, out var mode) || (mode & Others) == 0) continue;
            throw new InvalidOperationException(
                $"{entry} can be used by others than its owner (mode {Convert.ToString((int)mode, 8)}). Make it private: chmod go= {entry}");
        }
    }

    // False where the file is gone: what another process was writing has its name by now.
    [UnsupportedOSPlatform("windows")]
    private static bool TryGetMode(string entry, out UnixFileMode mode)
    {
        mode = UnixFileMode.None;
        try
        {
            mode = File.GetUnixFileMode(entry);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
