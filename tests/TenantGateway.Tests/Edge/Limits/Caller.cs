using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>Somebody with an address of their own: all of 127.0.0.0/8 is this machine.</summary>
internal sealed class Caller(GatewayWorld world, string address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Socket> _held = [];
    private HttpClient? _client;

    /// <summary>A client that keeps connections, as callers do.</summary>
    public HttpClient Client => _client ??= new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync }) { BaseAddress = world.DataPlane, Timeout = Patience };

    /// <summary>Asks for a contact; status 0 where the connection is refused.</summary>
    public async Task<CallerAnswer> AskAsync(string? token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "crm/contacts");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await Client.SendAsync(request);
            return new CallerAnswer(
                (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta, response.Headers.ConnectionClose == true);
        }
        catch (Exception refused) when (refused is HttpRequestException or SocketException or IOException)
        {
            return new CallerAnswer(0, "", null, false);
        }
    }

    /// <summary>Opens a connection and keeps it, saying nothing.</summary>
    public async Task<Socket> HoldAsync(Uri? plane = null)
    {
        var socket = await OpenAsync(plane ?? world.DataPlane);
        _held.Add(socket);
        return socket;
    }

    /// <summary>Opens a connection and keeps it once the server has taken it: a request on it was answered.</summary>
    public async Task<Socket> HoldTakenAsync(Uri? plane = null)
    {
        var socket = await HoldAsync(plane);
        using var deadline = new CancellationTokenSource(Patience);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), deadline.Token);
        Assert.NotEqual(0, await socket.ReceiveAsync(new byte[1], deadline.Token));
        return socket;
    }

    /// <summary>Opens a connection and says something on it, lines ending in LF for readability; whatever comes back until the server ends it.</summary>
    public async Task<string> TellAsync(string message, Uri? plane = null)
    {
        try
        {
            using var socket = await OpenAsync(plane ?? world.DataPlane);
            return await TellAsync(socket, message);
        }
        catch (SocketException)
        {
            // Refused so fast that it was never seen to open.
            return "";
        }
    }

    public static async Task<string> TellAsync(Socket socket, string message)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(message.Replace("\n", "\r\n", StringComparison.Ordinal)), deadline.Token);
            while (await socket.ReceiveAsync(buffer, deadline.Token) is > 0 and var read) answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }

        return answer.ToString();
    }

    /// <summary>Whether the server takes a connection: it answers a request on it.</summary>
    public async Task<bool> IsTakenAsync(Uri? plane = null) => (await TellAsync("GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n", plane)).StartsWith("HTTP/1.1 ", StringComparison.Ordinal);

    public void Dispose()
    {
        _client?.Dispose();
        foreach (var socket in _held) socket.Dispose();
    }

    private async Task<Socket> OpenAsync(Uri plane)
    {
        var socket = Create();
        await socket.ConnectAsync(plane.Host, plane.Port);
        return socket;
    }

    private Socket Create()
    {
        // Small, so that an answer that nobody reads stays with the server.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 8 * 1024 };
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return socket;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = Create();
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

/// <summary>What a caller got.</summary>
internal sealed record CallerAnswer(int Status, string Body, TimeSpan? RetryAfter, bool IsFarewell);
