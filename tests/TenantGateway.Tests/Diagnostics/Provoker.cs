using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Edge.Limits;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.Keys.CustomerVaults;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.World.Answer;
using RawHttp = TenantGateway.Tests.World.RawHttp;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Sends what is refused, with a word in it that no answer and no log may repeat.</summary>
internal sealed class Provoker(FaultyWorld faulty, TestIssuer strangeIssuer, TestPki pki, GatewayWorld limited)
{
    public const string Planted = "zebulona";

    public const string Contact = $$"""{"name":"{{Planted}}"}""";

    public FaultyWorld Faulty => faulty;

    public GatewayWorld World => faulty.World;

    /// <summary>A gateway that takes one request at a time, and from one address one failure a while.</summary>
    public GatewayWorld Limited => limited;

    /// <summary>A token of an issuer whose keys cannot be had.</summary>
    public string StrangeToken => strangeIssuer.Draft(TimeProvider.System.GetUtcNow()).Sign();

    /// <summary>A logout token of the same.</summary>
    public string StrangeLogout => strangeIssuer.DraftLogout(TimeProvider.System.GetUtcNow()).Sign();

    public Task<Answer> SendAsync(string? user, HttpMethod method, string path, string? json = null, string? host = null, Action<HttpRequestMessage>? change = null) =>
        SendAsync(World.Client, World.DataPlane, user, method, path, json, request =>
        {
            if (host is not null) request.Headers.Host = host;
            change?.Invoke(request);
        });

    /// <summary>The issuer of services.</summary>
    public required TestIssuer Services { get; init; }

    /// <summary>A token of the registered service, by which it opens nothing itself.</summary>
    public string ServiceToken => Services.ServiceDraft(TimeProvider.System.GetUtcNow(), "billing-client").Sign();

    public Task<Answer> ExchangeAsync(string subject, string tenant, params (string Name, string Value)[] changes) =>
        SendAsync(null, HttpMethod.Post, ExchangeForm.Path, change: request => request.Content = ExchangeForm.Of(subject, tenant, changes));

    public Task<Answer> PostAsync(string json) => SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", json);

    /// <summary>Posts exact bytes as the agent of acme.</summary>
    public Task<Answer> PostAsync(byte[] body, string type = "application/json", string? encoding = null) => SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", "", change: request =>
    {
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null) request.Content.Headers.ContentEncoding.Add(encoding);
    });

    public Task<Answer> AdminAsync(string user, string json, bool withReason = true) => ChangeAsync(user, "admin/tenants", json, withReason);

    /// <summary>Changes something on the admin plane.</summary>
    public Task<Answer> ChangeAsync(string user, string path, string json, bool withReason = true) => SendAsync(World.Admin, World.AdminPlane, user, HttpMethod.Post, path, json, request =>
    {
        if (withReason) request.With("X-Reason", Planted);
    });

    /// <summary>Replaces something on the admin plane.</summary>
    public Task<Answer> PutAsync(string user, string path, string json, Action<HttpRequestMessage> change) => SendAsync(World.Admin, World.AdminPlane, user, HttpMethod.Put, path, json, request =>
    {
        request.With("X-Reason", Planted);
        change(request);
    });

    /// <summary>Has acme's own admin declare a vault that cannot be reached, and asks what would come of it.</summary>
    public async Task<Answer> PlanUnreachableVaultAsync()
    {
        var services = World.Gateway.Services;
        Assert.True(CustomerKey.TryParse("https://acme-keys.vault.invalid", "kek", "11111111-2222-3333-4444-555555555555", services.GetRequiredService<IOptions<AzureKeyVaultOptions>>().Value, out var key, out _));
        await services.GetRequiredService<VaultDeclarations>().DeclareAsync(TenantId.Parse("acme"), key, new ActorId("ac_a"), CancellationToken.None);
        return await PlanVaultAsync("acme");
    }

    /// <summary>Asks what would come of a tenant's declaration.</summary>
    public Task<Answer> PlanVaultAsync(string tenant) =>
        SendAsync(World.Admin, World.AdminPlane, "reviewer@operator", HttpMethod.Get, $"admin/tenants/{tenant}/vault?q={Planted}", null, _ => { });

    /// <summary>Sends lines as they are, as the agent of acme, and reads until the gateway closes.</summary>
    public async Task<Answer> SendRawAsync(string start, string rest) => Read(await RawHttp.ExchangeAsync(
        World.DataPlane, $"{start}\nHost: localhost\nAuthorization: Bearer {await World.TokenAsync("agent@acme")}\nUser-Agent: {Planted}\n{rest}"));

    /// <summary>Asks the limited gateway on a connection of its own from an address.</summary>
    public async Task<Answer> AskLimitedAsync(string address, string token)
    {
        await LimitedIsIdleAsync();
        using var client = ClientAt(address);
        return await AskLimitedAsync(client, token);
    }

    /// <summary>Asks the limited gateway on an open connection while another request is under way.</summary>
    public async Task<Answer> OverloadAsync()
    {
        var token = await Limited.TokenAsync("agent@acme");
        using var busy = ClientAt("127.0.0.3");
        using var caller = ClientAt("127.0.0.4");
        await LimitedIsIdleAsync();
        Assert.Equal(200, (await AskLimitedAsync(caller, token)).Status);
        await LimitedIsIdleAsync();
        var release = new TaskCompletionSource();
        Limited.Service.Reset();
        Limited.Service.Answer = async (context, _) =>
        {
            await release.Task;
            await RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
        };
        var first = AskLimitedAsync(busy, token);
        await Eventually.IsTrueAsync(() => Limited.Service.Received.Count == 1);
        var refused = await AskLimitedAsync(caller, token);
        release.SetResult();
        Assert.Equal(200, (await first).Status);
        return refused;
    }

    /// <summary>Asks the limited gateway twice as a tenant that has one request in ten seconds.</summary>
    public async Task<Answer> ExceedRateAsync()
    {
        var token = await Limited.TokenAsync("agent@globex");
        using var caller = ClientAt("127.0.0.5");
        await LimitedIsIdleAsync();
        Limited.Service.Reset();
        Assert.Equal(200, (await AskLimitedAsync(caller, token)).Status);
        await LimitedIsIdleAsync();
        return await AskLimitedAsync(caller, token);
    }

    /// <summary>Asks while the one request that the tenant may have under way is.</summary>
    public async Task<Answer> ExceedConcurrencyAsync()
    {
        var release = new TaskCompletionSource();
        World.Service.Reset();
        World.Service.Answer = async (context, _) =>
        {
            await release.Task;
            await RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
        };
        var first = SendAsync("agent@globex", HttpMethod.Get, "crm/contacts/1");
        await Eventually.IsTrueAsync(() => World.Service.Received.Count == 1);
        var refused = await SendAsync("agent@globex", HttpMethod.Get, $"crm/contacts/{Planted}");
        release.SetResult();
        Assert.Equal(200, (await first).Status);
        return refused;
    }

    /// <summary>Asks the limited gateway for another host than the one that the connection was opened for.</summary>
    public async Task<Answer> MisdirectAsync() => Read(await new TlsCaller(Limited.AdminPlane, pki.Authority).ExchangeAsync(
        $"GET /{Planted} HTTP/1.1\nHost: {Planted}.example\nUser-Agent: {Planted}\nConnection: close\n\n"));

    // An answer may be here before its request counts as over; and whoever looked while the only request that may be was under way takes no connection until the next look.
    private Task LimitedIsIdleAsync() => Eventually.IsTrueAsync(() =>
        Limited.Gateway.Services.GetRequiredService<EdgeLoad>().Requests == 0 && Limited.Gateway.Services.GetRequiredService<OverloadMonitor>().Level == OverloadLevel.Normal);

    private async Task<Answer> AskLimitedAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Limited.DataPlane, "crm/contacts/1")).With("Authorization", $"Bearer {token}").With("User-Agent", Planted);
        return await Answer.ReadAsync(await client.SendAsync(request));
    }

    private static HttpClient ClientAt(string address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private async Task<Answer> SendAsync(HttpClient client, Uri plane, string? user, HttpMethod method, string path, string? json, Action<HttpRequestMessage> change)
    {
        using var request = LoopbackClient.Request(method, path, json);
        // As written: a Uri would mend what is meant to be odd.
        request.RequestUri = new Uri($"{plane}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        if (user is not null) request.With("Authorization", $"Bearer {await World.TokenAsync(user, user.Contains("mfa=", StringComparison.Ordinal) ? "" : "&mfa=true")}");
        foreach (var header in (string[])["User-Agent", "Cookie", "Referer", "X-User", "Prefer"]) request.With(header, Planted);
        change(request);
        return await Answer.ReadAsync(await client.SendAsync(request));
    }

    private static Answer Read(RawAnswer raw)
    {
        var parts = raw.Text.Split("\r\n\r\n", 2);
        var response = new HttpResponseMessage((HttpStatusCode)raw.Status) { Content = new ByteArrayContent([]) };
        foreach (var line in parts[0].Split("\r\n").Skip(1))
        {
            var (name, value) = (line.Split(": ", 2)[0], line.Split(": ", 2)[1]);
            if (!response.Headers.TryAddWithoutValidation(name, value)) response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        // A problem is one chunk.
        var body = response.Headers.TransferEncodingChunked == true ? parts[1].Split("\r\n")[1] : parts[1];
        return new Answer(raw.Status, response.Headers, response.Content.Headers, Encoding.Latin1.GetBytes(body));
    }
}
