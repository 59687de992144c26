namespace TenantGateway.Cli.Conversion;

/// <summary>Files that hold a customer's rows, if only as tokens: for their owner alone.</summary>
internal static class PrivateFile
{
    /// <summary>Never writes over a file.</summary>
    public static FileStream Create(string path) => Open(path, FileMode.CreateNew);

    public static FileStream OpenOrCreate(string path) => Open(path, FileMode.OpenOrCreate);

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
