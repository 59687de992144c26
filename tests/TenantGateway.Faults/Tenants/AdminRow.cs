using System.Diagnostics;
using System.Text.Json.Nodes;
using TenantGateway.Faults.Load;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Faults.Tenants;

/// <summary>An admin reads and replaces the definition of one tenant, at both gateways in turns.</summary>
internal sealed class AdminRow(TenantStage stage) : IFault
{
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(250);

    public string Name => $"an admin's change beside {stage.Many} tenants";

    public string Promise => Text.Of($"answered within {Most.TotalMilliseconds} ms");

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var token = await stage.AdminTokenAsync();
        var (few, many) = (new List<double>(), new List<double>());
        for (var i = 0; i < 15; i++)
        {
            few.Add(await ChangeAsync(stage.OfFew, token, i, cancellationToken));
            many.Add(await ChangeAsync(stage.OfMany, token, i, cancellationToken));
        }

        var (one, other) = (few.Order().ElementAt(few.Count / 2), many.Order().ElementAt(many.Count / 2));
        return Observation.Of(other <= Most.TotalMilliseconds, Text.Of($"{other:F0} ms; beside {TenantStage.Few}: {one:F0} ms (medians of {many.Count})"));
    }

    private static async Task<double> ChangeAsync(MeasuredGateway gateway, string token, int number, CancellationToken cancellationToken)
    {
        const string Path = "admin/tenants/tenant-1/definition";
        using var read = LoopbackClient.Request(HttpMethod.Get, Path).With("Authorization", $"Bearer {token}");
        using var answer = await gateway.Operations.SendAsync(read, cancellationToken);
        var definition = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) ?? throw new InvalidOperationException();
        definition["displayName"] = $"Name {number}";
        using var write = LoopbackClient.Request(HttpMethod.Put, Path, definition.ToJsonString())
            .With("Authorization", $"Bearer {token}").With("X-Reason", "load").With("If-Match", $"{answer.Headers.ETag}");
        var began = Stopwatch.GetTimestamp();
        using var done = await gateway.Operations.SendAsync(write, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        if (!done.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)done.StatusCode} {await done.Content.ReadAsStringAsync(cancellationToken)}");
        return took.TotalMilliseconds;
    }
}
