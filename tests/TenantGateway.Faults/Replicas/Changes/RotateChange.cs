using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>acme gets a new generation, of its data keys or of those that it searches by.</summary>
/// <param name="verb">Of <c>tgw keys</c>.</param>
/// <param name="line">That it renews.</param>
/// <param name="member">Of a row, sealed under that line.</param>
internal sealed class RotateChange(string verb, string line, string member) : Change
{
    public override string Name => verb;

    public override async Task<TimeSpan> MakeAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        var old = await PrimaryAsync(world, line);
        var members = await world.MembersAsync("agent@acme");
        try
        {
            return await Reach.OfAsync(
                members,
                async caller => KeyIdOf(world, await caller.WriteAsync("Rotated", "rotated@example.com")) != old,
                () => DoAsync(world, "keys", verb, "acme", "--wait"),
                cancellationToken);
        }
        finally
        {
            foreach (var caller in members) caller.Dispose();
        }
    }

    // pn1.KEYID.…
    private string KeyIdOf(BalancedWorld world, string path) => world.Gateway.Rows.Stored(path.Split('/')[^1], member)[4..10];
}
