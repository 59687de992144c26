using TenantGateway.Faults.Keys.Revocation;
using TenantGateway.Faults.Keys.Rotation;
using TenantGateway.Faults.Keys.Termination;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys;

/// <summary>The rows of <c>tests/keys</c>.</summary>
internal static class KeyRows
{
    public static async Task<int> RunAsync(FaultContext context)
    {
        await using var stage = new KeyStage();
        var (rotation, revocation, termination) = (KeyPlans.Rotation, KeyPlans.Revocation(context), KeyPlans.Termination);
        var backup = new TenantBackup();
        return await FaultTable.RunAsync(
            "what is done",
            [
                new RotateRow(stage, rotation),
                new LookupRow(stage, rotation),
                new DisableRow(stage, rotation),
                new CompromiseRow(stage, rotation),
                new SteadyRow(stage, revocation),
                new RevokeRow(stage, revocation),
                new DismissRow(stage, revocation),
                new OutageRow(stage, revocation),
                new PastGraceRow(stage, revocation),
                new HoldRow(stage, termination),
                new DestroyRow(stage, termination, backup),
                new RestoreRow(stage, termination, backup),
            ],
            context,
            "Every gateway is processes of its own over one state, with its keys in a Key Vault on loopback. Seconds count from what is done to the vault until the last",
            "process goes by it. Requests are members of a tenant who write, read and search all the while, each request at another replica than the one before.",
            "Days pass by ending the processes and starting them on a clock that is ahead.");
    }
}
