using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace TenantGateway.Keys.Local;

/// <summary>
/// Files that are there whole or not at all, even after a power cut, belong to their owner alone (0600) and are never replaced, however many
/// processes create them at once; and that are gone for good once they are erased. Needs a file system with hard links.
/// </summary>
internal static class DurableFile
{
    private const int AlreadyExists = 17;

    /// <summary>Writes a new file: temporary file, fsync, link under its name, fsync of the directory.</summary>
    /// <returns>False, and nothing is changed, where a file of that name exists.</returns>
    internal static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.tmp";
        try
        {
            Write(temporary, content);
            if (!TryLink(temporary, path)) return false;
        }
        finally
        {
            File.Delete(temporary);
        }

        FlushDirectory(Path.GetDirectoryName(path) ?? throw new ArgumentException("The path names no directory.", nameof(path)));
        return true;
    }

    /// <summary>
    /// Overwrites a file with zeros, removes it and makes that durable; nothing where there is no such file. What a disk or file system keeps of
    /// old blocks is beyond reach: such a copy opens only with the root key.
    /// </summary>
    /// <returns>False where there was none.</returns>
    internal static bool Erase(string path)
    {
        if (!File.Exists(path)) return false;
        using (var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 }))
        {
            stream.Write(new byte[stream.Length]);
            stream.Flush(flushToDisk: true);
        }

        File.Delete(path);
        FlushDirectory(Path.GetDirectoryName(path) ?? throw new ArgumentException("The path names no directory.", nameof(path)));
        return true;
    }

    // link(2) takes the name or fails; a check before a rename would let two creators through, and the second would destroy the first one's key.
    private static bool TryLink(string existing, string path)
    {
        if (OperatingSystem.IsWindows()) return TryMove(existing, path);
        if (Link(existing, path) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw new IOException($"The file {path} cannot be created (errno {error}).");
    }

    // MoveFileEx without MOVEFILE_REPLACE_EXISTING is atomic.
    private static bool TryMove(string existing, string path)
    {
        try
        {
            File.Move(existing, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        // No buffer: the content may be a key, and a buffer would keep a copy of it.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    // A rename is durable only once the directory is; .NET opens no directories. Windows has no such call and needs none.
    private static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = new SafeFileHandle(Open(directory, 0), ownsHandle: true);
        if (handle.IsInvalid) throw new IOException($"The directory {directory} cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int readOnly);

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);
}
