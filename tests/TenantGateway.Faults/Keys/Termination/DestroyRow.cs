using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Termination;

/// <summary>A termination that runs its course in a vault with purge protection.</summary>
internal sealed class DestroyRow(KeyStage stage, KeyWorldPlan plan, TenantBackup backup) : KeyRow(stage, plan)
{
    // Everything but purge.
    private static readonly string[] Permissions =
        ["create", "get", "list", "update", "wrapKey", "unwrapKey", "sign", "rotate", "delete", "recover", "getrotationpolicy", "setrotationpolicy"];

    public override string Name => "terminate, and 30 days pass";

    public override string Promise => "no wrapped key remains; tgw verifies the certificate offline, and no altered one; pending until the vault has purged the key, then final";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        // :: Step 1: terminated
        world.Vault.Permit(KeyWorld.AdminIdentity, Permissions);
        backup.Path = await TenantEnd.WriteAsync(world);
        backup.File = world.NewFile("db");
        await StoredKeys.BackUpAsync(world, backup.File);
        var keys = await StoredKeys.OfAcmeAsync(world);
        await world.Desk.OperateAsync("tenant.terminate", "acme", cancellationToken);
        var early = "";
        if (!context.Short)
        {
            await TenantEnd.PassDaysAsync(world, 29, cancellationToken);
            early = (await TenantEnd.LifeAsync(world)).State;
        }

        // :: Step 2: destroyed, and the vault keeps the key for another 90 days
        await TenantEnd.PassDaysAsync(world, context.Short ? 31 : 2, cancellationToken);
        var pending = await CertifiedAsync(world, "pending", cancellationToken);
        var (left, inFiles) = ((await StoredKeys.OfAcmeAsync(world)).Count, StoredKeys.AreInFiles(world, keys));
        var refused = await TenantEnd.AskAsync(world, "acme", backup.Path);

        // :: Step 3: nobody can recover it any more
        await TenantEnd.PassDaysAsync(world, 91, cancellationToken);
        var final = await CertifiedAsync(world, "final", cancellationToken);
        return Observation.Of(
            keys.Count > 0 && left == 0 && !inFiles && pending && final && refused == "unknown_organization" && early is "" or "terminated",
            Text($"{left} of {keys.Count} wrapped keys left, {(inFiles ? "SOME" : "none")} in the files; {refused}; certificate of day 31 pending: {Word(pending)}, of day 122 final: {Word(final)}, altered ones refused"));
    }

    private static string Word(bool verified) => verified ? "verified" : "NOT VERIFIED";

    /// <summary>Waits for the certificate and has it verified, once as it is and once altered.</summary>
    private static async Task<bool> CertifiedAsync(KeyWorld world, string status, CancellationToken cancellationToken)
    {
        await Until.TrueAsync(async () => await TenantEnd.LifeAsync(world) is ("destroyed", "destroyed", { } certificate) && certificate == status, cancellationToken);
        var (certificate, altered, key) = (world.NewFile("json"), world.NewFile("json"), world.NewFile("pem"));
        await world.Desk.DoneAsync(OperatorDesk.Reviewer, "tenants", "certificate", "acme", "--file", certificate);
        await world.Desk.DoneAsync(OperatorDesk.Reviewer, "certificates", "key", "--file", key);
        var text = await File.ReadAllTextAsync(certificate, cancellationToken);
        await File.WriteAllTextAsync(altered, text.Replace("\"acme\"", "\"globex\"", StringComparison.Ordinal), cancellationToken);
        var good = await TenantEnd.VerifyAsync(certificate, key);
        var bad = await TenantEnd.VerifyAsync(altered, key);
        return good.Exit == 0 && good.Said.Contains($"\"{status}\"", StringComparison.Ordinal) && bad.Exit != 0 && bad.Said.Contains("certificate_altered", StringComparison.Ordinal);
    }
}
