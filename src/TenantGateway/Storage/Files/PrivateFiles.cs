namespace TenantGateway.Storage.Files;

/// <summary>Files that belong to the gateway's user alone.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Creates the file (0600) and its directory (0700) where they do not exist; an existing file loses the rights of others.</summary>
    internal static void Ensure(string path)
    {
        var directory = Path.GetDirectoryName(path) ?? throw new ArgumentException("The path names no directory.", nameof(path));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            using var created = new FileStream(path, FileMode.OpenOrCreate);
            return;
        }

        if (!Directory.Exists(directory)) Directory.CreateDirectory(directory, OwnerDirectory);
        using (new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerFile }))
        {
        }

        File.SetUnixFileMode(path, OwnerFile);
    }

    /// <summary>Opens the file, which is created (0600) where it does not exist, for one holder at a time.</summary>
    /// <exception cref="IOException">Somebody else holds it.</exception>
    internal static FileStream OpenAlone(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }
}
