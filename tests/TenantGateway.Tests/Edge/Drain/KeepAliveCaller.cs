using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Tests.Edge.Drain;

/// <summary>A caller that keeps one connection in HTTP/1.1 and never asks twice: what fails is seen to fail.</summary>
internal sealed class KeepAliveCaller : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));
    private readonly TcpClient _client = new();
    private readonly Uri _address;
    private readonly string _token;

    private KeepAliveCaller(Uri address, string token) => (_address, _token) = (address, token);

    public static async Task<KeepAliveCaller> ConnectAsync(Uri address, string token)
    {
        var caller = new KeepAliveCaller(address, token);
        await caller._client.ConnectAsync(address.Host, address.Port, caller._deadline.Token);
        return caller;
    }

    public async Task<CallerAnswer> ExchangeAsync(string? json = null)
    {
        await SendAsync(json, json?.Length ?? 0);
        return await ReadAsync();
    }

    /// <summary>Sends a request for the contacts, and as much of its body as is given.</summary>
    public Task SendAsync(string? json, int length) => SendTextAsync(
        $"{(json is null ? "GET" : "POST")} /crm/contacts HTTP/1.1\r\nHost: {_address.Authority}\r\nAuthorization: Bearer {_token}\r\n"
        + (json is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {length}\r\n"))
        + $"\r\n{json}");

    public async Task SendTextAsync(string text) => await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), _deadline.Token);

    /// <exception cref="IOException">The connection ended or broke before a whole answer had come.</exception>
    public async Task<CallerAnswer> ReadAsync()
    {
        var status = int.Parse((await ReadLineAsync()).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync() is { Length: > 0 } line) headers[line.Split(": ", 2)[0]] = line.Split(": ", 2)[1];
        var body = headers.TryGetValue("Content-Length", out var length) ? await ReadTextAsync(int.Parse(length, CultureInfo.InvariantCulture)) : await ReadChunksAsync();
        return new CallerAnswer(status, headers, body);
    }

    /// <summary>Waits for the end of the connection; false where something came before it.</summary>
    /// <exception cref="IOException">It was reset.</exception>
    public async Task<bool> EndsAsync() => await _client.GetStream().ReadAsync(new byte[1], _deadline.Token) == 0;

    public void Dispose()
    {
        _client.Dispose();
        _deadline.Dispose();
    }

    private async Task<string> ReadChunksAsync()
    {
        var body = "";
        while (true)
        {
            var size = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body += await ReadTextAsync(size);
            await ReadLineAsync();
            if (size == 0) return body;
        }
    }

    private async Task<string> ReadTextAsync(int length)
    {
        var text = new byte[length];
        await _client.GetStream().ReadExactlyAsync(text, _deadline.Token);
        return Encoding.UTF8.GetString(text);
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (line is not [.., '\r', '\n']) line.Append(await ReadTextAsync(1));
        return line.ToString(0, line.Length - 2);
    }
}

internal sealed record CallerAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool IsLast => Headers.TryGetValue("Connection", out var connection) && connection.Equals("close", StringComparison.OrdinalIgnoreCase);
}
