using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

/// <summary>Alarms that real traffic raises or does not, as records, posts, metrics, lines of the log, and to reviewers.</summary>
public sealed class AlarmTrafficTests : IAsyncLifetime
{
    private const string Contact = """{"email":"grace@example.com"}""";

    private readonly ShiftedTime _time = new();
    private readonly LogRecorder _log = new();
    private readonly TempDirectory _directory = new();
    private AlarmReceiver _operator = null!;
    private AlarmReceiver _acme = null!;
    private GatewayWorld _world = null!;

    public async Task InitializeAsync()
    {
        (_operator, _acme) = (await AlarmReceiver.StartAsync(), await AlarmReceiver.StartAsync());
        var settings = new Dictionary<string, string?>([.. _operator.Settings(_directory), .. _acme.Settings(_directory, "acme-soc").Where(setting => setting.Key.Contains("acme-soc", StringComparison.Ordinal))])
        {
            ["Gateway:Audit:Alarms:Webhooks:acme-soc:Tenant"] = "acme",
            ["Gateway:Audit:Alarms:LearningDays"] = "1",
            ["Gateway:Audit:Alarms:TokensLimit"] = "2",
            ["Gateway:Audit:Alarms:VolumeFloor"] = "10",
            ["Gateway:Policies:PollSeconds"] = "1",
        };
        _world = await GatewayWorld.StartAsync(settings, time: _time, services: _log.AddTo);
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _operator.DisposeAsync();
        await _acme.DisposeAsync();
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Attacks_AreToldToWhomTheyConcern_AndOrdinaryTrafficIsNot()
    {
        using var metrics = new MeterListener();
        var counted = Counted(metrics);

        // :: Step 1: an ordinary day: people read and write, forget a second factor, try what they may not, and admins and reviewers work
        foreach (var user in (string[])["agent@acme", "agent@globex", "agent@acme"])
        {
            Assert.Equal(200, await StatusAsync(user, HttpMethod.Post, "crm/contacts", """{"email":"grace@example.com","name":"Grace"}"""));
            Assert.Equal(200, await StatusAsync(user, HttpMethod.Get, "crm/contacts?email=grace%40example.com"));
        }

        using (var once = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {await _world.TokenAsync("agent@acme", "&mfa=false")}")) Assert.Equal(401, (int)(await _world.Client.SendAsync(once)).StatusCode);
        Assert.Equal(403, await StatusAsync("analyst@acme", HttpMethod.Post, "crm/contacts", Contact));
        Assert.Equal(401, await StatusAsync(null, HttpMethod.Get, "crm/contacts"));
        Assert.Equal(404, (await AdminAsync("admin@operator", "admin/tenants/nobody")).Status);
        Assert.Equal(200, (await AdminAsync("admin@operator", "admin/tenants")).Status);
        Assert.Equal(403, (await AdminAsync("admin@operator", "admin/audit/counts?tenant=acme")).Status);
        Assert.Equal(200, (await AdminAsync("reviewer@operator", "admin/audit/counts?tenant=acme")).Status);
        await LookedThroughAsync();
        Assert.Empty(await AlarmsAsync());

        // :: Step 2: two days later, each of what alarms are for
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(403, await StatusAsync("agent@globex", HttpMethod.Get, "crm/contacts", host: "acme.localhost"));
        _world.Service.AnswerJson($$"""{"items":[{"notes":"pn1.aaaaaa.r1.AAAA."},{{string.Join(',', Enumerable.Range(0, 3).Select(_ => $$"""{"email":"{{Damaged}}"}"""))}}]}""");
        Assert.Equal(200, await StatusAsync("agent@acme", HttpMethod.Get, "crm/contacts"));
        _world.Service.Reset();
        Assert.Equal(200, await StatusAsync("agent@acme", HttpMethod.Post, "crm/contacts", """{"phone":"+49 30 1234567"}"""));
        Assert.Equal(200, await StatusAsync("agent@globex", HttpMethod.Post, "crm/contacts", $$"""{"items":[{{string.Join(',', Enumerable.Range(0, 51).Select(i => $$"""{"email":"p{{i}}@example.com"}"""))}}]}"""));
        Assert.Equal(403, await StatusAsync("analyst@acme", HttpMethod.Post, "crm/contacts", Contact));
        await AllowAnalystsAsync();
        _world.Service.AnswerJson("""{"email":"grace@example.com"}""");
        await Eventually.IsTrueAsync(async () => (await ReadAsync("analyst@acme", "crm/contacts")).Contains("grace@example.com", StringComparison.Ordinal));

        // :: Step 3: each is an alarm, a record, a post, a count and a line
        string[] expected = ["cross_tenant_attempt globex", "denied_then_allowed acme", "first_reveal acme", "first_reveal acme", "foreign_tokens acme", "reveal_volume globex"];
        await Eventually.IsTrueAsync(async () => (await AlarmsAsync()).Count >= expected.Length && _operator.Posted.Count >= expected.Length);
        var alarms = await AlarmsAsync();
        Assert.Equal(expected, alarms.Select(alarm => $"{alarm["kind"]} {alarm["tenant"]}").Order(StringComparer.Ordinal));
        Assert.Equal(("tenant_mismatch", "data.damaged_token"), (Of("cross_tenant_attempt", "cause"), Of("foreign_tokens", "cause")));
        Assert.Equal(("51", null), (Of("reveal_volume", "count"), Of("reveal_volume", "usual")));
        Assert.Equal("""["email"]""", alarms.First(alarm => $"{alarm["kind"]}" == "denied_then_allowed")["classes"]?.ToJsonString());
        await Eventually.IsTrueAsync(async () => (await RecordsAsync()).Count >= expected.Length);
        Assert.Equal(expected.Select(kind => "alarm." + kind), (await RecordsAsync()).Select(record => $"{record["event"]} {record["tenant"]}").Order(StringComparer.Ordinal));
        Assert.Equal(alarms.Select(alarm => $"{alarm["id"]} {alarm["record"]}").Order(StringComparer.Ordinal), (await RecordsAsync()).Select(record => $"{record["subject"]} {record["reasonReference"]}").Order(StringComparer.Ordinal));
        Assert.All(_operator.Posted, posted => Assert.True(posted.IsSigned));
        Assert.Equal(expected, _operator.Posted.Select(posted => $"{posted["kind"]} {posted["tenant"]}").Order(StringComparer.Ordinal));
        Assert.Equal(alarms.Select(alarm => $"{alarm["id"]}").Order(StringComparer.Ordinal), _operator.Posted.Select(posted => posted.Id).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Select(kind => kind.Split(' ')[0]).Order(StringComparer.Ordinal), counted.Order(StringComparer.Ordinal));
        Assert.All(alarms, alarm => Assert.Contains(_log.Lines, line => line.Contains($" 7140: Alarm {alarm["id"]}: {alarm["kind"]}", StringComparison.Ordinal)));
        foreach (var told in alarms.Select(alarm => alarm.ToJsonString()).Concat(_operator.Posted.Select(posted => posted.Body.ToJsonString()))) Assert.DoesNotContain("example.com", told, StringComparison.Ordinal);

        // :: Step 4: a tenant's receiver and its reviewers are told of their own
        await Eventually.IsTrueAsync(() => _acme.Posted.Count >= 4);
        Assert.All(_acme.Posted, posted => Assert.Equal("acme", posted["tenant"]));
        var own = await OwnAsync("reviewer@acme", "alarms");
        Assert.True(own.Status == 200, own.Text);
        Assert.Equal(4, own.Json["items"]?.AsArray().Count);
        Assert.All(own.Json["items"]?.AsArray() ?? [], alarm => Assert.Equal("acme", $"{alarm?["tenant"]}"));
        foreach (var other in (string[])["globex", "operator", "nobody"]) Assert.Equal("unknown_tenant", (await OwnAsync("reviewer@acme", $"alarms?tenant={other}")).Reason);
        // A cursor into another tenant's alarms is a place, and shows nothing of them.
        var globex = alarms.First(alarm => $"{alarm["tenant"]}" == "globex");
        var beside = await OwnAsync("reviewer@acme", $"alarms?cursor={DateTimeOffset.Parse($"{globex["at"]}", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() + 1}.{globex["id"]}");
        Assert.All(beside.Json["items"]?.AsArray() ?? [], alarm => Assert.Equal("acme", $"{alarm?["tenant"]}"));
        Assert.Equal("role_missing", (await OwnAsync("agent@acme", "alarms")).Reason);
        Assert.Equal("role_missing", (await AdminAsync("admin@operator", "admin/audit/alarms")).Reason);
        Assert.Equal("malformed_request", (await AdminAsync("reviewer@operator", "admin/audit/alarms?kind=nothing")).Reason);
        Assert.Equal("invalid_cursor", (await AdminAsync("reviewer@operator", "admin/audit/alarms?cursor=x")).Reason);
        Assert.Contains(await _world.AuditAsync("acme"), record => record["event"] == "audit.alarms_read" && record["subject"] == "acme");
        Assert.Contains(await _world.AuditAsync("operator"), record => record["event"] == "audit.alarms_read" && record["subject"] == "*");

        // :: Step 5: the reviewer who asked for others' has raised one more; page by page on the command line
        await Eventually.IsTrueAsync(async () => (await AlarmsAsync()).Count == expected.Length + 1);
        Assert.Equal("cross_tenant_attempt acme unknown_tenant", (await AlarmsAsync()).Select(alarm => $"{alarm["kind"]} {alarm["tenant"]} {alarm["cause"]}").First());
        var page = await TgwAsync("audit", "alarms", "--limit", "4");
        Assert.True(page.Exit == 0, page.Error);
        var cursor = page.Output.Split("--cursor ")[1].Trim();
        var rest = await TgwAsync("audit", "alarms", "--cursor", cursor, "--output", "json");
        Assert.Equal(3, JsonNode.Parse(rest.Output)?["items"]?.AsArray().Count);
        Assert.Contains("reveal_volume", (await TgwAsync("audit", "alarms", "--tenant", "globex", "--kind", "reveal_volume")).Output, StringComparison.Ordinal);
        Assert.Contains("No alarms.", (await TgwAsync("audit", "alarms", "--tenant", "operator")).Output, StringComparison.Ordinal);

        string? Of(string kind, string member) => alarms.First(alarm => $"{alarm["kind"]}" == kind)[member]?.ToString();
    }

    // A token of no key that anybody knows.
    private const string Damaged = "pn1.aaaaaa.r16.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private List<string> Counted(MeterListener listener)
    {
        var (counted, factory) = (new List<string>(), _world.Gateway.Services.GetRequiredService<IMeterFactory>());
        listener.InstrumentPublished = (published, self) =>
        {
            if (published.Name == "tenantgateway.audit.alarms" && ReferenceEquals(published.Meter.Scope, factory)) self.EnableMeasurementEvents(published);
        };
        listener.SetMeasurementEventCallback<long>((_, measured, tags, _) =>
        {
            lock (counted) counted.Add($"{tags[0].Value}");
        });
        listener.Start();
        return counted;
    }

    private async Task AllowAnalystsAsync()
    {
        var policy = await File.ReadAllTextAsync(_world.PolicyFile);
        await File.WriteAllTextAsync(_world.PolicyFile, policy.Replace("\"roles\": [\"contacts.agent\"],\n        \"form\": \"clear\"", "\"roles\": [\"contacts.agent\", \"contacts.analyst\"],\n        \"form\": \"clear\"", StringComparison.Ordinal));
    }

    private async Task LookedThroughAsync() => await Eventually.IsTrueAsync(async () => await _world.Gateway.Services.GetRequiredService<IAlarmStore>().ReadStateAsync(default) is var state && state.Through == state.LogSize);

    private async Task<IReadOnlyList<JsonNode>> AlarmsAsync() => [.. ((await AdminAsync("reviewer@operator", "admin/audit/alarms")).Json["items"]?.AsArray() ?? []).OfType<JsonNode>()];

    private async Task<IReadOnlyList<AuditRecord>> RecordsAsync()
    {
        var all = new List<AuditRecord>();
        foreach (var tenant in (string[])["acme", "globex", "operator"]) all.AddRange(await _world.AuditAsync(tenant));
        return [.. all.Where(record => record["event"]?.StartsWith("alarm.", StringComparison.Ordinal) == true)];
    }

    private async Task<int> StatusAsync(string? user, HttpMethod method, string path, string? json = null, string? host = null)
    {
        using var response = await _world.SendAsync(user, method, path, json, host);
        return (int)response.StatusCode;
    }

    private async Task<string> ReadAsync(string user, string path)
    {
        using var response = await _world.SendAsync(user, HttpMethod.Get, path);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<Ran> TgwAsync(params string[] arguments)
    {
        var (output, error, token) = (new StringWriter(), new StringWriter(), await _world.TokenAsync("reviewer@operator"));
        var tgw = new TenantGateway.Cli.TgwCommandLine(output, error, name => name switch { "TGW_ADMIN" => $"{_world.AdminPlane}", "TGW_TOKEN" => token, _ => null });
        return new Ran(await tgw.RunAsync(arguments, CancellationToken.None), output.ToString(), error.ToString());
    }

    private Task<Answer> AdminAsync(string user, string path) => SendAsync(_world.Admin, user, path);

    private Task<Answer> OwnAsync(string user, string path) => SendAsync(_world.Client, user, $".well-known/tenant-gateway/audit/{path}");

    private async Task<Answer> SendAsync(HttpClient client, string user, string path)
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, path).With("Authorization", $"Bearer {await _world.TokenAsync(user)}");
        return await Answer.ReadAsync(await client.SendAsync(request));
    }
}
