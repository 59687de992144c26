using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Storage;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

public sealed class FaultTests
{
    private const string Definition = """{"id":"initech","displayName":"Initech","organizations":[{"issuer":"ISSUER","organizationId":"org_initech"}]}""";

    [Fact]
    public async Task FaultInside_TellsTheCallerNothingAndTheLogOnlyItsPlace()
    {
        using var logs = new LogRecorder();
        await using var world = await GatewayWorld.StartAsync(services: logs.AddTo);
        await using (var connection = await world.Gateway.Services.GetRequiredService<Database>().OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("ALTER TABLE tenant_organizations RENAME TO hidden_by_the_test");
        }

        logs.Clear();
        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/tenants", Definition.Replace("ISSUER", world.Issuer.AbsoluteUri, StringComparison.Ordinal))
            .With("Authorization", $"Bearer {await world.TokenAsync("admin@operator")}").With("X-Reason", "test");
        var answer = await Answer.ReadAsync(await world.Admin.SendAsync(request));

        Assert.Equal((500, "internal_error"), (answer.Status, answer.Reason));
        foreach (var inner in (string[])["Sqlite", "tenant_organizations", "hidden", "Exception", " at "]) Assert.DoesNotContain(inner, answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(logs.Lines, line => line.Contains(" 9501: ", StringComparison.Ordinal) && line.Contains("SqliteException", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("no such table", StringComparison.Ordinal));
    }
}
