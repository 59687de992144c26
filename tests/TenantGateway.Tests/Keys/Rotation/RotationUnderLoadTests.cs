using System.Net;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;
using Xunit.Abstractions;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>Every rotation at noon: callers write, read and search over real sockets all the while, and put up with nothing.</summary>
public sealed class RotationUnderLoadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int RequestsBetween = 150;

    private GatewayWorld? _world;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private readonly LogRecorder _logs = new();

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync(new Dictionary<string, string?>
    {
        ["Gateway:Keys:PromotionWaitSeconds"] = "2",
        ["Gateway:Changes:PollSeconds"] = "1",
        // Callers are as fast as the machine.
        ["Gateway:Quotas:RequestsPerSecond"] = "100000",
        ["Gateway:Quotas:Burst"] = "100000",
    }, services: _logs.AddTo);

    public async Task DisposeAsync()
    {
        foreach (var line in _logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal))) output.WriteLine(line);
        await World.DisposeAsync();
    }

    [Fact]
    public async Task EveryRotation_UnderTraffic_FailsNoRequestAndShowsNoWrongValue()
    {
        var rows = new RowService();
        World.Service.Answer = rows.AnswerAsync;
        var unused = await KeyIdAsync("data", "primary");
        await PromotedAsync("rotate", "data");

        await using var load = new RowTraffic(World.Client, await World.TokenAsync("agent@acme"));
        load.Start();
        await PhaseAsync(load, "before", () => Task.CompletedTask);
        await PhaseAsync(load, "rotate", () => PromotedAsync("rotate", "data"));
        await PhaseAsync(load, "rotate-kek", () => ChangeAsync("rotate-kek", HttpStatusCode.OK));
        await PhaseAsync(load, "rotate-lookup", () => PromotedAsync("rotate-lookup", "lookup"));
        await PhaseAsync(load, "disable", () => ChangeAsync("disable", HttpStatusCode.OK, unused));
        await PhaseAsync(load, "enable", () => ChangeAsync("enable", HttpStatusCode.OK, unused));
        await PhaseAsync(load, "rotate and rotate-kek at once", () => Task.WhenAll(PromotedAsync("rotate", "data"), ChangeAsync("rotate-kek", HttpStatusCode.OK)));
        await load.EndAsync();

        Assert.Empty(load.Failures);
        Assert.Empty(load.Wrong);
        // Rows lie under all of the generations, and were found under both lookup ones.
        Assert.Equal((3, 2), (rows.KeyIds('r').Count, rows.KeyIds('d').Count));
        Assert.InRange(load.FoundOld, 1, int.MaxValue);
        var keys = await ListAsync();
        Assert.Equal("readable readable readable primary", string.Join(' ', keys.Where(key => $"{key["line"]}" == "data").Select(key => key["state"])));
        Assert.Equal("searchable primary", string.Join(' ', keys.Where(key => $"{key["line"]}" == "lookup").Select(key => key["state"])));
        Assert.All(keys.Where(key => rows.KeyIds('r').Contains($"{key["keyId"]}")), key => Assert.InRange((long?)key["tokens"]?["seen"] ?? 0, 1, long.MaxValue));
        output.WriteLine($"{load.Requests} requests in 7 phases, {load.Failures.Count + load.Wrong.Count} errors, {load.FoundOld} searches found rows of the older lookup key.");
    }

    /// <summary>The urgent one, which takes two people and gives both lines a new key at once.</summary>
    [Fact]
    public async Task Compromise_UnderTraffic_FailsNoRequestAndShowsNoWrongValue()
    {
        var rows = new RowService();
        World.Service.Answer = rows.AnswerAsync;
        var compromised = await KeyIdAsync("data", "primary");
        await using var load = new RowTraffic(World.Client, await World.TokenAsync("agent@acme"));
        load.Start();
        await PhaseAsync(load, "before", () => Task.CompletedTask);
        await PhaseAsync(load, "compromise", () => CompromiseAsync(compromised));
        await load.EndAsync();

        Assert.Empty(load.Failures);
        Assert.Empty(load.Wrong);
        Assert.Equal((2, 2), (rows.KeyIds('r').Count, rows.KeyIds('d').Count));
        var keys = await ListAsync();
        Assert.Equal([compromised], keys.Where(key => (bool?)key["compromised"] == true).Select(key => $"{key["keyId"]}"));
        Assert.Equal("readable primary searchable primary", string.Join(' ', keys.Where(key => $"{key["line"]}" != "audit").Select(key => key["state"])));
        output.WriteLine($"{load.Requests} requests in 2 phases, {load.Failures.Count + load.Wrong.Count} errors, {load.FoundOld} searches found rows of the older lookup key.");
    }

    private async Task CompromiseAsync(string generation)
    {
        var operation = await OperateAsync("admin@operator", "", $$$"""{"kind":"key.compromise","tenant":"acme","parameters":{"generation":"{{{generation}}}"}}""");
        await OperateAsync("approver@operator", $"/{operation["id"]}/approve", $$"""{"hash":"{{operation["hash"]}}"}""");
        await Eventually.IsTrueAsync(async () => (await ListAsync()) is var keys && keys.Any(key => (bool?)key["compromised"] == true) && !keys.Any(key => $"{key["state"]}" == "pending"));
    }

    private async Task<JsonNode> OperateAsync(string user, string path, string json)
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, $"admin/operations{path}", json).With("Authorization", $"Bearer {await World.TokenAsync(user)}").With("X-Reason", "incident");
        var answer = await Answer.ReadAsync(await World.Admin.SendAsync(request));
        Assert.True(answer.Status is 200 or 201 or 202, $"{answer.Status} {answer.Text}");
        return answer.Json;
    }

    private async Task PhaseAsync(RowTraffic load, string name, Func<Task> rotation)
    {
        var before = load.Requests;
        await rotation();
        var during = load.Requests - before;
        await Eventually.IsTrueAsync(() => load.Requests >= before + during + RequestsBetween || !load.IsWhole);
        output.WriteLine($"{name}: {during} requests during, {load.Requests - before - during} after, {load.Failures.Count + load.Wrong.Count} errors.");
    }

    private async Task PromotedAsync(string verb, string line)
    {
        await ChangeAsync(verb, HttpStatusCode.Accepted);
        await Eventually.IsTrueAsync(async () => !(await ListAsync()).Any(key => $"{key["line"]}" == line && $"{key["state"]}" == "pending"));
    }

    private async Task ChangeAsync(string verb, HttpStatusCode expected, string? generation = null)
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, $"admin/tenants/acme/keys/{verb}", generation is null ? null : $$"""{"generation":"{{generation}}"}""")
            .With("Authorization", $"Bearer {await World.TokenAsync("admin@operator")}").With("X-Reason", "noon");
        using var response = await World.Admin.SendAsync(request);
        Assert.True(expected == response.StatusCode, $"{verb}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private async Task<List<JsonNode>> ListAsync()
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, "admin/tenants/acme/keys").With("Authorization", $"Bearer {await World.TokenAsync("admin@operator")}");
        var (status, body) = await World.Admin.ExchangeAsync(request);
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. JsonNode.Parse(body)?["items"]?.AsArray().OfType<JsonNode>() ?? []];
    }

    private async Task<string> KeyIdAsync(string line, string state) => $"{(await ListAsync()).Single(key => $"{key["line"]}" == line && $"{key["state"]}" == state)["keyId"]}";
}
