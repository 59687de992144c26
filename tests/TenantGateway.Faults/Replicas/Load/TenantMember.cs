using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Load;

/// <summary>A member of a tenant who asks for one thing after the other.</summary>
/// <param name="client">Calls the data plane.</param>
/// <param name="tenant">Whose.</param>
/// <param name="token">Of an agent.</param>
/// <param name="rows">What all members have written.</param>
/// <param name="tell">Takes what came of each request.</param>
/// <param name="asksOnly">Whether it does nothing that has to be on record.</param>
internal sealed class TenantMember(HttpClient client, string tenant, string token, SharedRows rows, Action<Exchange> tell, bool asksOnly)
{
    private const string Contacts = "crm/contacts";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly string _other = BalancedWorld.Tenants.Single(other => other != tenant);

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            if (!asksOnly) await WorkAsync();
            await ExchangeAsync(Deed.Ask, HttpMethod.Get, $"{Contacts}/none", null, answer => answer.Text == "{}" ? null : answer.Text);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task WorkAsync()
    {
        if (await WriteAsync() is { } written)
        {
            await ReadAsync(written);
            await ExchangeAsync(Deed.Search, HttpMethod.Get, $"{Contacts}?email={written.Email}", null, answer => answer.Json["items"] is JsonArray { Count: 1 } items ? Check(items[0], written) : answer.Text);
        }

        if (rows.Any(tenant) is { } any) await ReadAsync(any);
        if (rows.Any(_other) is { } theirs)
        {
            await ExchangeAsync(
                Deed.Pry, HttpMethod.Get, theirs.Path, null,
                answer => answer.Text.Contains(theirs.Name, StringComparison.Ordinal) || answer.Text.Contains(theirs.Email, StringComparison.Ordinal) ? answer.Text : null);
        }
    }

    private async Task<WrittenRow?> WriteAsync()
    {
        var number = SharedRows.Next();
        var row = new WrittenRow("", string.Create(CultureInfo.InvariantCulture, $"Person {number} of {tenant}"), string.Create(CultureInfo.InvariantCulture, $"person{number}@{tenant}.example"));
        var answer = await ExchangeAsync(Deed.Write, HttpMethod.Post, Contacts, $$"""{"name":"{{row.Name}}","email":"{{row.Email}}"}""", answer => Check(answer.Json, row));
        if (answer?.Status != 201) return null;
        row = row with { Path = $"{Contacts}/{answer.Json["id"]}" };
        rows.Add(tenant, row);
        return row;
    }

    private Task ReadAsync(WrittenRow row) => ExchangeAsync(Deed.Read, HttpMethod.Get, row.Path, null, answer => Check(answer.Json, row));

    private static string? Check(JsonNode? read, WrittenRow row) => $"{read?["name"]}" == row.Name && $"{read?["email"]}" == row.Email ? null : $"not {row.Name} but {read?.ToJsonString()}";

    private async Task<Answer?> ExchangeAsync(Deed deed, HttpMethod method, string path, string? json, Func<Answer, string?> check)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {token}");
            var answer = await Answer.ReadAsync(await client.SendAsync(request, CancellationToken.None));
            var exchange = new Exchange(tenant, deed, answer.Status, answer.Reason, HeaderOf(answer, "X-Request-Id"), HeaderOf(answer, "X-Served-By"), clock.Elapsed);
            tell(exchange.IsServed ? exchange with { Wrong = check(answer) } : exchange);
            return answer;
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            tell(new Exchange(tenant, deed, 0, failed.GetType().Name, null, null, clock.Elapsed));
            return null;
        }
    }

    private static string? HeaderOf(Answer answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
