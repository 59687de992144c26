using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>A generation of acme's that traffic does not need is turned off, or on again.</summary>
/// <param name="row">A row under it.</param>
/// <param name="enables">Whether it is turned on.</param>
internal sealed class DisableChange(OldRow row, bool enables) : Change
{
    public override string Name => enables ? "enable" : "disable";

    public override async Task<TimeSpan> MakeAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        var members = await world.MembersAsync("agent@acme");
        try
        {
            return await Reach.OfAsync(
                members,
                async member => await IsShownAsync(member) == enables,
                () => DoAsync(world, "keys", Name, "acme", "--generation", row.Generation),
                cancellationToken);
        }
        finally
        {
            foreach (var member in members) member.Dispose();
        }
    }

    private async Task<bool> IsShownAsync(Member member) => (await member.GetAsync(row.Path)).Text.Contains(OldRow.Value, StringComparison.Ordinal);
}

/// <summary>A row of acme's, and the data generation that was the primary one when it was written.</summary>
internal sealed record OldRow(string Path, string Generation)
{
    public const string Value = "Old Hopper";

    public static async Task<OldRow> WriteAsync(BalancedWorld world)
    {
        using var member = await Member.OfAsync(world.Gateway, world.Replicas[0], "agent@acme");
        var path = await member.WriteAsync(Value, "old@example.com");
        return new OldRow(path, world.Gateway.Rows.Stored(path.Split('/')[^1], "name")[4..10]);
    }
}
