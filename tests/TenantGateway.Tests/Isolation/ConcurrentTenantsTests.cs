using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Isolation;

/// <summary>Two tenants at once over one pool of connections on either side of the gateway.</summary>
public sealed partial class ConcurrentTenantsTests
{
    private const int Requests = 4200;
    private const int AtOnce = 32;

    /// <summary>The analyst's requests are refused for want of the right to write, in between the others.</summary>
    private static readonly string[] Users = ["agent@acme", "agent@globex", "analyst@acme"];

    /// <summary>More than a fast machine asks in this test.</summary>
    private static readonly Dictionary<string, string?> Unmetered = new() { ["Gateway:Quotas:Burst"] = "1000000" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryAnswer_HoldsOnlyTheValuesOfItsOwnRequest(bool http2Service)
    {
        // :: Step 1: a service that answers what each request sent, and whom it took it from
        await using var world = await GatewayWorld.StartAsync(Unmetered, http2Service: http2Service);
        var protocols = new ConcurrentDictionary<string, bool>();
        world.Service.Answer = (context, request) =>
        {
            protocols[context.Request.Protocol] = true;
            context.Response.Headers.Location = $"/crm/contacts/{request.Headers["X-Tenant-Id"]}";
            return RecordingService.WriteAsync(context, 200, "application/json", request.Body);
        };
        var tokens = new Dictionary<string, string>();
        foreach (var user in Users) tokens[user] = await world.TokenAsync(user);

        // :: Step 2: interleaved requests in both versions of HTTP, tenants sharing the connections of each
        using var http1 = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 8 }) { BaseAddress = world.DataPlane };
        using var http2 = LoopbackClient.Create(world.DataPlaneHttp2);
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, cancellationToken) =>
        {
            var user = Users[n % Users.Length];
            var inHttp2 = n / Users.Length % 2 == 0;
            using var request = LoopbackClient.Request(HttpMethod.Post, $"crm/contacts?n={n}&email=person{n % 50}@example.org", Contact(user, n));
            request.With("Authorization", $"Bearer {tokens[user]}");
            request.Version = inHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            AssertOwn(user, n, await Answer.ReadAsync(await (inHttp2 ? http2 : http1).SendAsync(request, cancellationToken)));
        });

        // :: Step 3: what the service got
        Assert.Equal(http2Service ? "HTTP/2" : "HTTP/1.1", Assert.Single(protocols).Key);
        AssertSeparate([.. world.Service.Received]);
    }

    private static string TenantOf(string user) => user[(user.IndexOf('@', StringComparison.Ordinal) + 1)..];

    private static string Contact(string user, int n) =>
        $$"""{ "n": {{n}}, "tenant": "{{TenantOf(user)}}", "email": "person{{n % 50}}@example.org", "name": "{{user}} {{n}}", "address": { "lines": ["{{n}}", "{{TenantOf(user)}}"] } }""";

    private static void AssertOwn(string user, int n, Answer answer)
    {
        if (user.StartsWith("analyst", StringComparison.Ordinal))
        {
            Assert.Equal((403, "class_write_denied"), (answer.Status, answer.Reason));
            return;
        }

        Assert.Equal((200, Contact(user, n)), (answer.Status, answer.Text));
        Assert.Equal($"/crm/contacts/{TenantOf(user)}", answer.Headers.Location?.ToString());
    }

    private static void AssertSeparate(ReceivedRequest[] received)
    {
        Assert.Equal(Requests * 2 / 3, received.Length);
        Assert.Equal(received.Length, received.Select(request => JsonNode.Parse(request.Text)!["n"]!.ToString()).Distinct().Count());
        foreach (var request in received)
        {
            var body = JsonNode.Parse(request.Text)!;
            Assert.Equal(request.Headers["X-Tenant-Id"], body["tenant"]!.ToString());
            Assert.Equal($"/crm/contacts?n={body["n"]}&email={body["email"]}", request.RawTarget);
        }

        var tenants = received.GroupBy(request => request.Headers["X-Tenant-Id"]).ToArray();
        Assert.Equal(2, tenants.Length);
        Assert.All(tenants, tenant => Assert.Single(tenant.Select(request => request.Headers["X-Actor-Id"]).Distinct()));
        Assert.All(tenants, tenant => Assert.Equal(50, tenant.Select(request => request.RawTarget.Split("email=")[1]).Distinct().Count()));
        Assert.Empty(KeyIds(tenants[0]).Intersect(KeyIds(tenants[1])));
    }

    private static HashSet<string> KeyIds(IEnumerable<ReceivedRequest> requests) =>
        [.. requests.SelectMany(request => KeyIdOfToken().Matches(request.Text + request.RawTarget)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"pn1\.([a-z2-7]{6})\.")]
    private static partial Regex KeyIdOfToken();
}
