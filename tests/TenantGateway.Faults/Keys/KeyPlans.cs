using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys;

/// <summary>The worlds that rows play in.</summary>
internal static class KeyPlans
{
    /// <summary>The grace of globex, in seconds; acme has the default.</summary>
    public const int ShortGraceSeconds = 3;

    /// <summary>How long a new generation is known before it is written with: twice the interval at which processes look.</summary>
    public const int PromotionWaitSeconds = 2;

    /// <summary>How often the log is signed while it grows, in seconds: the default.</summary>
    public const int CheckpointSeconds = 10;

    private const int ShortProbeSeconds = 2;
    private const int DefaultProbeSeconds = 30;

    /// <summary>Rotations of lookup keys begin where the routes and policies are: in the role all. The other process is only told.</summary>
    public static KeyWorldPlan Rotation { get; } = new(
        "rotation", ["all", "proxy"], new Dictionary<string, string?> { ["Gateway:Keys:PromotionWaitSeconds"] = $"{PromotionWaitSeconds}" });

    public static KeyWorldPlan Termination { get; } = new("termination", ["all"], new Dictionary<string, string?> { ["Gateway:Drain:WaitSeconds"] = "0" });

    public static int ProbeSeconds(FaultContext context) => context.Short ? ShortProbeSeconds : DefaultProbeSeconds;

    public static KeyWorldPlan Revocation(FaultContext context) => new(
        "revocation",
        ["admin", "proxy", "proxy"],
        new Dictionary<string, string?>
        {
            ["Gateway:Keys:ProbeSeconds"] = $"{ProbeSeconds(context)}",
            ["Gateway:Audit:Checkpoints:IntervalSeconds"] = $"{CheckpointSeconds}",
            ["Gateway:Keys:ProbeTimeoutSeconds"] = context.Short ? "2" : "5",
            ["Gateway:Keys:Tenants:globex:GraceSeconds"] = $"{ShortGraceSeconds}",
        });
}
