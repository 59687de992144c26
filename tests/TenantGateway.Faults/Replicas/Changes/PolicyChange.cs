using System.Text.Json.Nodes;
using TenantGateway.Demo.Gateways;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>The policy gives acme's analysts masks instead of handles, or takes them back.</summary>
internal sealed class PolicyChange(bool masks) : Change
{
    private const string Mask = "•";

    public override string Name => masks ? "policy" : "policy back";

    public override bool IsOfFiles => true;

    public override async Task<TimeSpan> MakeAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        var row = await OldRow.WriteAsync(world);
        var members = await world.MembersAsync("analyst@acme");
        try
        {
            return await Reach.OfAsync(
                members,
                async member => (await member.GetAsync(row.Path)).Text.Contains(Mask, StringComparison.Ordinal) == masks,
                () => WriteAsync(world, cancellationToken),
                cancellationToken);
        }
        finally
        {
            foreach (var member in members) member.Dispose();
        }
    }

    private async Task WriteAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        var file = Path.Combine(DemoConfiguration.PoliciesIn(world.Gateway.StateDirectory), SamplePolicies.FileName);
        var policy = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken)) ?? throw new InvalidDataException();
        var support = policy["access"]?["reveal"]?[1]?["roles"] as JsonArray ?? throw new InvalidDataException("The policy is another one.");
        if (masks) support.Add("contacts.analyst");
        else support.RemoveAt(support.Count - 1);
        // In one step, as a reviewed change comes.
        await File.WriteAllTextAsync(file + ".next", policy.ToJsonString(), cancellationToken);
        File.Move(file + ".next", file, overwrite: true);
    }
}
