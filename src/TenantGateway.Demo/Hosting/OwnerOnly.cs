namespace TenantGateway.Demo.Hosting;

/// <summary>The demo's state holds a signing key and personal data, so what is made belongs to its owner alone: directories 0700, files 0600.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the directory where it is missing.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, File | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file for writing; <see cref="FileMode.Create"/> and the like give a new one its mode before it has content.</summary>
    public static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File;
        return new FileStream(path, options);
    }
}
