namespace TenantGateway.Redis.Connections;

/// <summary>A password in the first line of a file.</summary>
internal static class PasswordFile
{
    /// <returns>Why it cannot be used, without anything that it holds; null where it can.</returns>
    public static string? Problem(string path)
    {
        try
        {
            return Read(path).Length > 0 ? null : $"'{path}' has no password in its first line. Write it there.";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused.Message;
        }
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string Read(string path) => File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
}
