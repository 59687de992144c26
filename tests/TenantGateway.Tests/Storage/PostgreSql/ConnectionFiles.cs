namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>Connection strings as secrets are mounted.</summary>
internal static class ConnectionFiles
{
    /// <returns>The file's path.</returns>
    internal static string Write(TempDirectory directory, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = directory["database"];
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        return path;
    }
}
