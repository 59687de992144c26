using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys;

/// <summary>Somebody writes a key of their own into the database of a running gateway: it is alarmed at once, and nobody notices but those who watch.</summary>
public sealed class ForgedRecordAlarmTests : IAsyncLifetime
{
    private readonly LogRecorder _logs = new();
    private GatewayWorld? _world;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() =>
        _world = await GatewayWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Changes:PollSeconds"] = "1" }, services: _logs.AddTo);

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task KeyOfAStranger_IsAlarmedInLogMetricAndTrail_AndTrafficGoesOn()
    {
        var services = World.Gateway.Services;
        using var metrics = new MetricReader(services.GetRequiredService<IMeterFactory>());
        Assert.Equal(200, await WriteAsync());
        var former = TokenOf(World.Service.Last.Body);
        // With the public half anybody can wrap a key that they know.
        var primary = (await RecordsAsync()).Single(record => record is { Line: KeyLine.Data, State: GenerationState.Primary });
        var forged = primary with
        {
            KeyId = KeyId.Parse("strang"),
            Number = 2,
            State = GenerationState.Pending,
            WrappedKey = await services.GetRequiredService<IKeyEncryptionService>().WrapAsync(primary.KekId, new byte[64], default),
        };
        await InsertAsync(forged);

        await Eventually.IsTrueAsync(() => metrics["tenantgateway.keys.records.refused/unsigned"] >= 1);
        Assert.Contains(_logs.Lines, line => line.StartsWith("Critical ", StringComparison.Ordinal) && line.Contains(" 6001: Refused the stored key generation strang of acme: unsigned.", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(async () => (await World.AuditAsync("operator")).Any(record => (record["event"], record["outcome"], record["subject"], record["actor"]) == ("key.record_refused", "unsigned", "acme/strang", "system")));

        Assert.Equal(200, await WriteAsync());
        Assert.Equal(former, TokenOf(World.Service.Last.Body));
        Assert.Null(services.GetRequiredService<IKeyRings>().Find(forged.KeyId));
    }

    private async Task<int> WriteAsync()
    {
        using var answer = await World.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", """{"name":"Ada"}""");
        return (int)answer.StatusCode;
    }

    // The key id of the one token in a body.
    private static string TokenOf(byte[] json)
    {
        var body = Encoding.UTF8.GetString(json);
        return body[(body.IndexOf("pn1.", StringComparison.Ordinal) + 4)..][..KeyId.Length];
    }

    private async Task<IEnumerable<GenerationRecord>> RecordsAsync() =>
        (await World.Gateway.Services.GetRequiredService<IGenerationStore>().ListAsync(default)).Where(record => record.Tenant == TenantId.Parse("acme"));

    private async Task InsertAsync(GenerationRecord record)
    {
        await using var stranger = new SqliteConnection($"Data Source={Path.Combine(World.StateDirectory, "gateway", "gateway.db")};Pooling=False");
        await stranger.OpenAsync();
        await using var command = stranger.CreateCommand();
        command.CommandText =
            """
            INSERT INTO generations (key_id, tenant_id, line, number, state, epoch, kek_id, wrapped_key, signature)
            VALUES ($id, 'acme', 1, 2, 1, 1, $kek, $wrapped, $signature)
            """;
        foreach (var (name, value) in ((string, object)[])[("$id", $"{record.KeyId}"), ("$kek", record.KekId), ("$wrapped", record.WrappedKey.ToArray()), ("$signature", record.Signature.ToArray())])
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
