using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Tests.Durability;

/// <summary>A caller on a socket of its own, who notices the first byte.</summary>
internal sealed class RawCaller : IDisposable
{
    private readonly TcpClient _client = new();

    /// <summary>The caller's own end.</summary>
    public int Port => ((IPEndPoint?)_client.Client.LocalEndPoint)?.Port ?? throw new InvalidOperationException("Not connected.");

    /// <summary>Sends a GET and returns at once; the task ends with the answer's first bytes.</summary>
    public async Task<Task<string>> GetAsync(Uri address, string token, string host = "localhost")
    {
        await _client.ConnectAsync(address.Host, address.Port);
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n"));
        return ReadAsync();
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        return Encoding.UTF8.GetString(buffer, 0, await _client.GetStream().ReadAsync(buffer));
    }
}
