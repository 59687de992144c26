using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Load.Series;

/// <summary>That a peer does what it is measured at, before it is measured.</summary>
internal static class Check
{
    /// <exception cref="InvalidOperationException">It does something else.</exception>
    public static async Task AnswersAsync(Peer peer, string token, CancellationToken cancellationToken)
    {
        using var client = LoopbackClient.Create(peer.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(peer.Address, ClosedDrive.Path + Backend.CountQuery))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Contact.At(0))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK || !JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(Contact.At(0)))) throw new InvalidOperationException($"{peer.Name} answers {(int)response.StatusCode} {body}");
        var tokens = response.Headers.TryGetValues(Backend.TokensHeader, out var values) ? values.First() : "none";
        if (peer.Protects != (tokens == $"{Contact.Fields}")) throw new InvalidOperationException($"Through {peer.Name} the service got {tokens} stored tokens.");
    }
}
