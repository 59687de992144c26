using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Local;
using TenantGateway.Storage.Stores;
using TenantGateway.Termination;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Storage.Contracts;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Termination;

/// <summary>A gateway whose clock a test moves, seen by its callers and, through <c>tgw</c>, by the two people who end tenants.</summary>
internal sealed class TerminationWorld : IAsyncDisposable
{
    private TerminationWorld(GatewayWorld gateway, ShiftedTime time) => (Gateway, Time) = (gateway, time);

    public GatewayWorld Gateway { get; }

    public ShiftedTime Time { get; }

    /// <param name="state">State that outlives this world; null for one of its own.</param>
    /// <param name="port">The identity provider's, to keep its issuer; 0 for a free one.</param>
    /// <param name="time">A clock that was moved before.</param>
    /// <param name="guarded">Whether the key service has purge protection.</param>
    /// <param name="storage">Where the database is; null for SQLite below the state.</param>
    /// <param name="keks">What stands before the local key service.</param>
    /// <param name="settings">Settings beside those that a termination needs.</param>
    public static async Task<TerminationWorld> StartAsync(
        string? state = null, int port = 0, ShiftedTime? time = null, bool guarded = false, TestStorage? storage = null, Func<IKekLifecycle, IKekLifecycle>? keks = null,
        Dictionary<string, string?>? settings = null)
    {
        var clock = time ?? new ShiftedTime();
        var gateway = await GatewayWorld.StartAsync(
            new Dictionary<string, string?>([new("Gateway:Keys:ProbeSeconds", "1"), .. storage?.Settings ?? [], .. settings ?? []]),
            state,
            port,
            services: services =>
            {
                if (keks is not null) services.AddSingleton(provider => keks(provider.GetRequiredService<LocalKeyEncryptionService>()));
                if (guarded) services.AddSingleton<IKekLifecycle>(provider => new GuardedKeks(provider.GetRequiredService<LocalKeyEncryptionService>()));
            },
            time: clock);
        return new TerminationWorld(gateway, clock);
    }

    public T Get<T>()
        where T : notnull => Gateway.Gateway.Services.GetRequiredService<T>();

    /// <summary>Runs <c>tgw</c> as that account, with a login of right now; answers in JSON.</summary>
    public async Task<Ran> TgwAsync(string user, params string[] args) =>
        await Tgw.RunAsync(Gateway.AdminPlane.AbsoluteUri, await Gateway.TokenAsync(user), TimeSpan.FromSeconds(30), [.. args, "--output", "json"]);

    /// <summary>As <see cref="TgwAsync"/>, and it must be done.</summary>
    public async Task<JsonElement> DoneAsync(string user, params string[] args)
    {
        var ran = await TgwAsync(user, args);
        Assert.True(ran.Exit == 0, $"{string.Join(' ', args)}: {ran.Error}");
        return ran.OutputJson;
    }

    /// <summary>One requests, the other approves what was shown; waits for the end.</summary>
    /// <returns>The operation as it ended.</returns>
    public async Task<JsonElement> OperateAsync(string kind, string tenant)
    {
        var requested = await DoneAsync("admin@operator", "operations", "request", kind, tenant, "--reason", "contract 4711 has ended");
        var id = requested.GetProperty("id").GetString() ?? "";
        await DoneAsync("approver@operator", "operations", "approve", id, "--hash", requested.GetProperty("hash").GetString() ?? "", "--reason", "checked");
        JsonElement shown = default;
        await Eventually.IsTrueAsync(async () =>
        {
            shown = await DoneAsync("reviewer@operator", "operations", "show", id);
            return shown.GetProperty("state").GetString() is "done" or "failed";
        });
        return shown;
    }

    public async Task TerminateAsync(string tenant) => Assert.Equal("done", (await OperateAsync("tenant.terminate", tenant)).GetProperty("state").GetString());

    /// <summary>Lets time pass, and the warden look.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await Gateway.Gateway.Services.GetServices<IHostedService>().OfType<TerminationWarden>().Single().SweepAsync(CancellationToken.None);
    }

    public Task PassDaysAsync(double days) => PassAsync(TimeSpan.FromDays(days));

    public async Task<(string State, string? Phase, string? Certificate)> LifeAsync(string tenant)
    {
        var life = await DoneAsync("reviewer@operator", "tenants", "show", tenant);
        var state = life.GetProperty("tenant").GetProperty("state").GetString() ?? "";
        if (!life.TryGetProperty("termination", out var termination)) return (state, null, null);
        return (state, termination.GetProperty("phase").GetString(), termination.TryGetProperty("certificate", out var certificate) ? certificate.GetString() : null);
    }

    /// <summary>Has a member of the tenant write a name, which the service keeps as a token.</summary>
    public async Task<string> WriteAsync(string user, string name)
    {
        using var answer = await Gateway.SendAsync(user, HttpMethod.Post, "crm/contacts", $$"""{"name":"{{name}}"}""");
        Assert.Equal(200, (int)answer.StatusCode);
        return JsonDocument.Parse(Gateway.Service.Last.Body).RootElement.GetProperty("name").GetString() ?? "";
    }

    /// <summary>Has the service answer with a token, and a member of the tenant read it.</summary>
    public async Task<Answer> ReadAsync(string user, string token)
    {
        Gateway.Service.AnswerJson($$"""{"name":"{{token}}"}""");
        try
        {
            return await Answer.ReadAsync(await Gateway.SendAsync(user, HttpMethod.Get, "crm/contacts/1"));
        }
        finally
        {
            Gateway.Service.Reset();
        }
    }

    /// <summary>What lies in the database, past the tombstones.</summary>
    public async Task<List<GenerationRecord>> StoredGenerationsAsync(string tenant) =>
        [.. (await Get<GenerationStore>().ListAsync(CancellationToken.None)).Where(record => record.Tenant == TenantId.Parse(tenant))];

    public async Task<string[]> TrailAsync(string happened) => [.. (await Gateway.AuditAsync("operator")).Where(record => record["event"] == happened).Select(record => record["outcome"] ?? "")];

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
