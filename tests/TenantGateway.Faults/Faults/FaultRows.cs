using TenantGateway.Faults.Attacks;
using TenantGateway.Faults.Load;

namespace TenantGateway.Faults.Faults;

/// <summary>The rows of <c>tests/faults</c>.</summary>
internal static class FaultRows
{
    private static readonly string[] Notes =
    [
        "p99: the lowest over the rounds of the 99th percentile that others see, from the moment a request was due (open model). All share this machine:",
        $"what attackers burn (at nice 19) is in it too, so a rise of {Crowd.FloorMilliseconds} ms counts as none.",
    ];

    public static Task<int> RunAsync(FaultContext context) => FaultTable.RunAsync(
        "fault",
        [
            new CrowdFault("slowloris", new SlowSockets(SlowSockets.HeadsThatTrickle)),
            new CrowdFault("slow bodies", new SlowSockets(SlowSockets.BodiesThatTrickle)),
            new CrowdFault("slow readers", new SlowSockets(SlowSockets.AnswersThatAreNotRead)),
            .. context.Short ? [] : SlowHttpTest.All.Select(attack => new CrowdFault(attack.Name, attack)),
            new CrowdFault("flood without tokens", new Flood(isForged: false)),
            new CrowdFault("flood of forged tokens", new Flood(isForged: true)),
            new StallFault(),
            new BrokenAnswerFault(),
            new BrokenRequestFault(),
            new CertificateSwapFault(),
            new KillFault(),
            new TerminateFault(),
        ],
        context,
        Notes);
}
