using System.Globalization;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>How the cost of a request grows with what it is made of, and with what else there is.</summary>
internal sealed class GrowthSeries(LoadWorld world, ClosedDrive drive, LoadOptions options)
{
    // Of each gateway that there is for one point alone; alike for all points.
    private const int FewWarmUps = 5;

    private static readonly int[] Sizes = [1 << 10, 16 << 10, 128 << 10, 1 << 20, (8 << 20) - (64 << 10)];
    private static readonly int[] Fields = [0, 10, 100, 1000];
    private static readonly int[] Tenants = [1, 1000, 10_000];
    private static readonly int[] Policies = [1, 10, 100];

    /// <summary>What a request costs with the audit log as long as it is now.</summary>
    public async Task<GrowthPoint> LogPointAsync(GatewayPeer gateway, CancellationToken cancellationToken)
    {
        var requests = await RequestFiles.WriteAsync(world.Directory, "growth-log", [world.Token()], [Contact.At(1)]);
        await drive.WarmUpAsync(gateway, requests, options, cancellationToken);
        return await PointAsync(gateway, await RecordsAsync(gateway, cancellationToken), requests, options.Connections, cancellationToken);
    }

    /// <param name="gateway">Which was driven all the while.</param>
    /// <param name="young">What a request cost when its audit log was short.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<GrowthLine>> RunAsync(GatewayPeer gateway, GrowthPoint young, CancellationToken cancellationToken) =>
    [
        new GrowthLine("records of the audit log, from the start of this run to its end", [young, await LogPointAsync(gateway, cancellationToken)]),
        await LineAsync("bytes of a body, five fields in it", Sizes, size => Contact.Sized(1, size), gateway, cancellationToken),
        await LineAsync("fields of a body, each protected and revealed", Fields, Contact.WithEmails, gateway, cancellationToken),
        await LineAsync("tenants", Tenants, tenants => new GatewayPlan { MoreTenants = tenants - 1 }, cancellationToken),
        await LineAsync("policies, each with a route", Policies, policies => new GatewayPlan { Policies = PoliciesOf(policies) }, cancellationToken),
    ];

    private async Task<GrowthLine> LineAsync(string name, int[] places, Func<int, string> body, GatewayPeer gateway, CancellationToken cancellationToken)
    {
        var points = new List<GrowthPoint>();
        foreach (var place in places)
        {
            var requests = await RequestFiles.WriteAsync(world.Directory, string.Create(CultureInfo.InvariantCulture, $"growth-{place}"), [world.Token()], [body(place)]);
            // Large bodies on few connections: what counts is their cost.
            points.Add(await PointAsync(gateway, place, requests, body(place).Length > 64 << 10 ? 4 : options.Connections, cancellationToken));
        }

        return new GrowthLine(name, points);
    }

    private async Task<GrowthLine> LineAsync(string name, int[] places, Func<int, GatewayPlan> plan, CancellationToken cancellationToken)
    {
        var points = new List<GrowthPoint>();
        var requests = await RequestFiles.WriteAsync(world.Directory, "growth", [world.Token()], [Contact.At(1)]);
        foreach (var place in places)
        {
            await using var gateway = new GatewayPeer(await world.StartGatewayAsync(plan(place), cancellationToken));
            await drive.WarmUpAsync(gateway, requests, options with { WarmUps = FewWarmUps }, cancellationToken);
            points.Add(await PointAsync(gateway, place, requests, options.Connections, cancellationToken));
        }

        return new GrowthLine(name, points);
    }

    private async Task<GrowthPoint> PointAsync(GatewayPeer gateway, int place, RequestFiles requests, int connections, CancellationToken cancellationToken)
    {
        await drive.MeasureAsync(gateway, requests, connections, TimeSpan.FromSeconds(1), cancellationToken);
        var rounds = new List<ClosedRound>();
        for (var round = 0; round < options.GrowthRounds; round++) rounds.Add(await drive.MeasureAsync(gateway, requests, connections, options.FeatureTime, cancellationToken));
        // The cheapest, because what else runs on the machine can only add to it.
        return new GrowthPoint(place, rounds.Min(round => round.CpuMicroseconds), rounds.Min(round => round.Allocated ?? 0), rounds.Sum(round => round.Errors));
    }

    private static async Task<int> RecordsAsync(GatewayPeer gateway, CancellationToken cancellationToken) =>
        (int)await gateway.MetricAsync("tenantgateway_audit_batch_size_sum", "", cancellationToken);

    private static Dictionary<string, string> PoliciesOf(int count) => Enumerable.Range(1, count - 1)
        .Select(number => string.Create(CultureInfo.InvariantCulture, $"policy-{number}"))
        .ToDictionary(name => name, name => Contact.Policy.Replace("\"all\"", $"\"{name}\"", StringComparison.Ordinal))
        .Append(new(LoadWorld.Route, Contact.Policy)).ToDictionary();
}
