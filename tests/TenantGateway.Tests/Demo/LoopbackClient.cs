using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TenantGateway.Tests.Demo;

/// <summary>What tests send to the demo's servers over real sockets.</summary>
internal static class LoopbackClient
{
    /// <param name="address">Of the server.</param>
    /// <param name="connections">How many it keeps at most: a client may open one more than it needs, where one is given back late.</param>
    public static HttpClient Create(Uri address, int connections = int.MaxValue) => new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = connections }) { BaseAddress = address };

    public static HttpRequestMessage Request(HttpMethod method, string path, string? json = null) => new(method, path)
    {
        Content = json is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    public static HttpRequestMessage With(this HttpRequestMessage request, string name, string value)
    {
        request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>Sends and answers the status and the whole body.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> ExchangeAsync(this HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    public static Task<(HttpStatusCode Status, string Body)> ExchangeAsync(this HttpClient client, HttpMethod method, string path, string? json = null) =>
        client.ExchangeAsync(Request(method, path, json));
}
