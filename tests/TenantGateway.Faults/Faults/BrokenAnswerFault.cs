using TenantGateway.Faults.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Faults;

/// <summary>A service that breaks off before its answer or in the middle of it.</summary>
internal sealed class BrokenAnswerFault : IFault
{
    private const int Each = 20;
    private const string Json = "HTTP/1.1 200 OK\nContent-Type: application/json\n";

    private static readonly (string Answer, AfterAnswer Then)[] Ways =
    [
        ("", AfterAnswer.Reset),
        ("", AfterAnswer.Close),
        (Json + "Content-Length: 100\n\n{\"a\":1}", AfterAnswer.Reset),
        (Json + "Content-Length: 100\n\n{\"a\":1}", AfterAnswer.Close),
        (Json + "Transfer-Encoding: chunked\n\n7\n{\"a\":1}\n", AfterAnswer.Reset),
        (Json + "Transfer-Encoding: chunked\n\n7\n{\"a\":1}\n", AfterAnswer.Close),
    ];

    public string Name => "service reset and truncation";

    public string Promise => "502 or an aborted answer, never half of one taken for whole";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await using var world = await FaultWorld.StartAsync(cancellationToken);
        var token = await world.TokenAsync("agent@acme");
        using var client = LoopbackClient.Create(world.DataPlane);
        int failed = 0, aborted = 0, taken = 0;
        foreach (var (answer, then) in Ways)
        {
            (world.Raw.Answer, world.Raw.Then) = (answer, then);
            for (var i = 0; i < Each; i++)
            {
                try
                {
                    using var request = LoopbackClient.Request(HttpMethod.Get, "raw/x").With("Authorization", $"Bearer {token}");
                    using var response = await client.SendAsync(request, cancellationToken);
                    if ((int)response.StatusCode == 502) failed++;
                    else taken++;
                }
                catch (HttpRequestException)
                {
                    aborted++;
                }
            }
        }

        return Observation.Of(taken == 0, $"{failed} are 502, {aborted} aborted, {taken} taken for whole");
    }
}
