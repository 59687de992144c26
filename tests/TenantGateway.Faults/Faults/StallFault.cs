using System.Diagnostics;
using System.Globalization;
using TenantGateway.Faults.Attacks;
using TenantGateway.Faults.Load;
using TenantGateway.Faults.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Faults;

/// <summary>A service that takes requests and never answers.</summary>
internal sealed class StallFault : IFault
{
    private const int Callers = 40;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);

    public string Name => "service stall";

    public string Promise => "504 within the bound (2 s); others' p99 rises by 20 % at most";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await using var world = await FaultWorld.StartAsync(cancellationToken);
        world.Raw.Then = AfterAnswer.StaySilent;
        var stalled = new StalledCallers();
        var others = await Crowd.CompareAsync(world, stalled, context, cancellationToken);
        var inTime = !stalled.Answers.IsEmpty && stalled.Answers.All(answer => answer is { Status: 504 } && answer.Took <= Bound + Slack);
        var slowest = stalled.Answers.Select(answer => answer.Took.TotalSeconds).DefaultIfEmpty().Max();
        return Observation.Of(
            inTime && others.Verdict == Verdict.Kept,
            string.Create(CultureInfo.InvariantCulture, $"{stalled.Answers.Count(answer => answer.Status == 504)} of {stalled.Answers.Count} are 504, the last after {slowest:0.0} s; {others.Seen}"));
    }

    private sealed class StalledCallers : IAttack
    {
        public System.Collections.Concurrent.ConcurrentBag<(int Status, TimeSpan Took)> Answers { get; } = [];

        public async Task<string> RunAsync(FaultWorld world, CancellationToken until)
        {
            var token = await world.TokenAsync("agent@globex");
            using var client = LoopbackClient.Create(world.DataPlane);
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync(client, token)));
            return $"{Callers} callers waiting";
        }

        private async Task CallAsync(HttpClient client, string token)
        {
            var started = Stopwatch.GetTimestamp();
            using var request = LoopbackClient.Request(HttpMethod.Get, "raw/x").With("Authorization", $"Bearer {token}");
            using var response = await client.SendAsync(request, CancellationToken.None);
            Answers.Add(((int)response.StatusCode, Stopwatch.GetElapsedTime(started)));
        }
    }
}
