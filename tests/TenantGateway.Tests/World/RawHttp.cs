using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace TenantGateway.Tests.World;

/// <summary>
/// Sends bytes exactly as a test writes them, which no HTTP client does, and reads until the server closes: a server that leaves the connection open fails
/// the test.
/// </summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="address">The server.</param>
    /// <param name="message">What to send, with lines ending in LF for readability: they go out as CR LF.</param>
    public static Task<RawAnswer> ExchangeAsync(Uri address, string message) => ExchangeExactlyAsync(address, message.Replace("\n", "\r\n", StringComparison.Ordinal));

    /// <param name="address">The server.</param>
    /// <param name="message">What to send, byte for byte (ISO 8859-1).</param>
    /// <param name="hangUp">Whether to end the sending half after it.</param>
    public static async Task<RawAnswer> ExchangeExactlyAsync(Uri address, string message, bool hangUp = false)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, deadline.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(message), deadline.Token);
        if (hangUp) client.Client.Shutdown(SocketShutdown.Send);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, deadline.Token);
        }
        catch (IOException)
        {
            // A reset after the answer, because the server did not want the rest of the request.
        }

        return new RawAnswer(Encoding.Latin1.GetString(answer.ToArray()));
    }
}

/// <summary>Everything a server said on one connection.</summary>
internal sealed partial record RawAnswer(string Text)
{
    /// <summary>The status of the first answer; 0 where there is none.</summary>
    public int Status => Text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(Text.AsSpan(9, 3), provider: null) : 0;

    /// <summary>How many answers there are.</summary>
    public int Count => StatusLines().Count(Text);

    public string StatusLine => Text.Split("\r\n")[0];

    [GeneratedRegex(@"HTTP/1\.1 \d{3} ")]
    private static partial Regex StatusLines();
}
