using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Policies;

/// <summary>Policy files are edited while the gateway runs.</summary>
public sealed class PolicyReloadTests : IAsyncLifetime
{
    private const string Contact = """{"name":"Ada"}""";
    private const string NameRule = """{ "select": ["$.name", "$.items[*].name"], "class": "name" },""";

    private readonly LogRecorder _logs = new();
    private GatewayWorld _world = null!;
    private string _original = null!;

    private string Folder => Path.GetDirectoryName(_world.PolicyFile) ?? throw new InvalidOperationException();

    public async Task InitializeAsync()
    {
        _world = await GatewayWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Policies:PollSeconds"] = "1" }, services: _logs.AddTo);
        _original = await File.ReadAllTextAsync(_world.PolicyFile);
        Assert.Contains(NameRule, _original, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task ValidChange_IsInForceAndOnRecord()
    {
        var before = await VersionAsync();
        Assert.True(await IsNameProtectedAsync());

        await File.WriteAllTextAsync(_world.PolicyFile, _original.Replace(NameRule, "", StringComparison.Ordinal));

        await Eventually.IsTrueAsync(async () => await VersionAsync() != before);
        Assert.False(await IsNameProtectedAsync());
        Assert.Equal([before, await VersionAsync()], (await _world.AuditAsync("operator")).Where(record => record["event"] == "policy.activated").Select(record => record["policyVersion"]));
    }

    [Fact]
    public async Task InvalidChanges_LeaveTheOldPoliciesAndAreAllTold()
    {
        var before = await VersionAsync();
        await File.WriteAllTextAsync(_world.PolicyFile, _original[..^3]);
        await File.WriteAllTextAsync(Path.Combine(Folder, "orders.json"),
            """{"name":"orders","request":"protekt","response":"reveal","fields":[{"select":"$.email","class":"e mail"}],"kwery":[]}""");

        await Eventually.IsTrueAsync(async () => await StatusAsync() == "degraded");
        var health = await PolicyHealthAsync();

        Assert.Equal((before, 0), (await VersionAsync(), ValidGauge()));
        Assert.True(await IsNameProtectedAsync());
        var told = Assert.IsType<JsonArray>(health?["problems"]).Select(problem => $"{problem}").ToList();
        foreach (var place in (string[])["contacts.json $: ", "orders.json $.request: ", "orders.json $.fields[0].class: ", "orders.json $.kwery: "])
        {
            var problem = Assert.Single(told, problem => problem.StartsWith(place, StringComparison.Ordinal));
            // The log has the same: file, path, problem and remedy.
            Assert.Contains(_logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains(problem[place.Length..], StringComparison.Ordinal));
        }

        Assert.DoesNotContain(_world.StateDirectory, health?.ToJsonString(), StringComparison.Ordinal);

        File.Delete(Path.Combine(Folder, "orders.json"));
        await File.WriteAllTextAsync(_world.PolicyFile, _original);
        await AssertMendedAsync(before);
    }

    [Fact]
    public async Task PolicyOfARouteGoes_OldOneStaysUntilItIsBack()
    {
        var before = await VersionAsync();
        File.Delete(_world.PolicyFile);

        await Eventually.IsTrueAsync(async () => await StatusAsync() == "degraded");
        Assert.Contains("'contacts'", (await PolicyHealthAsync())?.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(await IsNameProtectedAsync());

        await File.WriteAllTextAsync(_world.PolicyFile, _original);
        await AssertMendedAsync(before);
    }

    [Fact]
    public async Task FolderGoes_OldPoliciesStayUntilItIsBack()
    {
        var before = await VersionAsync();
        Directory.Move(Folder, Folder + ".away");

        await Eventually.IsTrueAsync(async () => await StatusAsync() == "degraded");
        Assert.True(await IsNameProtectedAsync());
        Assert.DoesNotContain(_world.StateDirectory, (await PolicyHealthAsync())?.ToJsonString(), StringComparison.Ordinal);

        Directory.Move(Folder + ".away", Folder);
        await AssertMendedAsync(before);
    }

    [Fact]
    public async Task ChangeWhoseSampleDoesNotComeThrough_LeavesTheOldPolicies()
    {
        var before = await VersionAsync();
        await File.WriteAllTextAsync(Path.Combine(Folder, "orders.json"), """{"name":"orders","form":[{"field":"_charset_","class":"email"}]}""");

        await Eventually.IsTrueAsync(async () => await StatusAsync() == "degraded");

        Assert.Equal((before, 0), (await VersionAsync(), ValidGauge()));
        var problem = Assert.Single(Assert.IsType<JsonArray>((await PolicyHealthAsync())?["problems"]));
        Assert.StartsWith("orders $.form: A sample value at _charset_ does not come through: it is refused as ambiguous_name.", $"{problem}", StringComparison.Ordinal);
        File.Delete(Path.Combine(Folder, "orders.json"));
        await AssertMendedAsync(before);
    }

    private async Task AssertMendedAsync(string version)
    {
        await Eventually.IsTrueAsync(async () => await StatusAsync() == "healthy");
        Assert.Equal((version, 1), (await VersionAsync(), ValidGauge()));
        Assert.True(await IsNameProtectedAsync());
    }

    private async Task<bool> IsNameProtectedAsync()
    {
        var answer = await Answer.ReadAsync(await _world.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", Contact));
        Assert.Equal(200, answer.Status);
        return !_world.Service.Last.Text.Contains("Ada", StringComparison.Ordinal);
    }

    private async Task<JsonNode?> PolicyHealthAsync() => JsonNode.Parse(await _world.Admin.GetStringAsync("healthz/ready"))?["checks"]?["policies"];

    private async Task<string?> StatusAsync() => (await PolicyHealthAsync())?["status"]?.ToString();

    private async Task<string> VersionAsync() => (await PolicyHealthAsync())?["version"]?.ToString() ?? "";

    private int ValidGauge()
    {
        var seen = new List<int>();
        var factory = _world.Gateway.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "tenantgateway.policies.valid" && ReferenceEquals(instrument.Meter.Scope, factory)) listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => seen.Add(value));
        listener.Start();
        listener.RecordObservableInstruments();
        return Assert.Single(seen);
    }
}
