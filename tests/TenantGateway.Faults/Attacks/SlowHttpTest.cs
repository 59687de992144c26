using TenantGateway.Faults.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Attacks;

/// <summary>slowhttptest, in each of its ways.</summary>
internal sealed class SlowHttpTest(string mode, string name) : IAttack
{
    public static readonly SlowHttpTest[] All = [new("-H", "slowhttptest, heads"), new("-B", "slowhttptest, bodies"), new("-X", "slowhttptest, readers")];

    public string Name => name;

    public string? Lacks => Commands.IsOnPath("slowhttptest") ? null : "slowhttptest";

    public async Task<string> RunAsync(FaultWorld world, CancellationToken until)
    {
        await Tool.RunAsync(["slowhttptest", mode, "-c", "200", "-r", "400", "-i", "1", "-l", "20", "-p", "2", "-u", new Uri(world.DataPlane, "crm/contacts/1").AbsoluteUri], until);
        return "200 connections";
    }
}
