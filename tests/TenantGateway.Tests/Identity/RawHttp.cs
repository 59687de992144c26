using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Tests.Identity;

/// <summary>Sends what no client library would.</summary>
internal static class RawHttp
{
    public static async Task<string> GetAsync(HttpClient target, string headers, string version = "HTTP/1.1")
    {
        var address = target.BaseAddress ?? throw new InvalidOperationException("The client has no address.");
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / {version}\r\n{headers}Connection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
