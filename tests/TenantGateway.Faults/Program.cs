using TenantGateway.Faults;
using TenantGateway.Faults.Attacks;
using TenantGateway.Faults.Faults;

var context = new FaultContext(args.Contains("--short"));
IFault[] faults =
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
];
return await FaultTable.RunAsync(faults, context);
