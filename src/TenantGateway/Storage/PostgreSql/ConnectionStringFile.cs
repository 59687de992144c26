using System.Net;
using Npgsql;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>The file that says how the server is reached. Nothing that comes of reading it tells what it holds.</summary>
internal static class ConnectionStringFile
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    // Everything else is the gateway's to decide.
    private static readonly string[] Known = ["Host", "Port", "Database", "Username", "Password", "Search Path", "SSL Mode", "Root Certificate", "SSL Certificate", "SSL Key", "Channel Binding"];

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, is open to others or is not such a connection string.</exception>
    internal static NpgsqlConnectionStringBuilder Read(string path)
    {
        var text = ReadText(path);
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Its message might repeat what the file says.
            throw new InvalidDataException("it holds no connection string. Write Host=...;Database=...;Username=...;Password=...;SSL Mode=VerifyFull.");
        }
    }

    /// <summary>What is wrong with where it leads.</summary>
    /// <param name="server">What the file says.</param>
    /// <param name="isDevelopment">Whether a server elsewhere may be spoken to in clear.</param>
    internal static IEnumerable<string> Defects(NpgsqlConnectionStringBuilder server, bool isDevelopment)
    {
        foreach (var missing in (string[])["Host", "Database", "Username"])
        {
            if (!server.TryGetValue(missing, out var value) || string.IsNullOrEmpty(value as string)) yield return $"it does not say {missing}.";
        }

        foreach (var more in server.Keys.OfType<string>().Where(key => server.ShouldSerialize(key) && !Known.Contains(key, StringComparer.OrdinalIgnoreCase))) yield return $"it says {more}, which is not for it to say. Known: {string.Join(", ", Known)}.";
        var host = server.Host ?? "";
        if (host.Contains(',', StringComparison.Ordinal)) yield return "it names several hosts. Name one, which always leads to the primary.";
        if (isDevelopment || IsHere(host)) yield break;
        if (server.SslMode is not (SslMode.Require or SslMode.VerifyCA or SslMode.VerifyFull)) yield return "it leads to another machine in clear. Add SSL Mode=VerifyFull and Root Certificate=..., or SSL Mode=Require.";
    }

    private static bool IsHere(string host) =>
        host.StartsWith('/') || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string ReadText(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                throw new InvalidDataException("it is open to others. Run chmod o=,g-w on it, and consider the password known.");
            }

            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"it cannot be read ({unreadable.GetType().Name}).");
        }
    }
}
