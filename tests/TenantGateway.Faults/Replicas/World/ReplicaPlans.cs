using System.Globalization;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Replicas.World;

/// <summary>How replicas are set up.</summary>
internal static class ReplicaPlans
{
    public const int Count = 3;

    /// <summary>How often replicas look for changes by themselves: the default, or sooner.</summary>
    public static int PollSeconds(FaultContext context) => context.Short ? 2 : 5;

    /// <summary>How long a new generation is known before it is written with.</summary>
    public static int PromotionWaitSeconds(FaultContext context) => context.Short ? 4 : 10;

    /// <summary>Under which identity a replica comes to the vault: each has its own, so that one can be told from another.</summary>
    public static string IdentityOf(int place) => string.Create(CultureInfo.InvariantCulture, $"{place + 1:00000000}-2222-3333-4444-555555555555");

    /// <param name="context">How thoroughly to look.</param>
    /// <param name="servers">What they share.</param>
    public static KeyWorldPlan For(FaultContext context, SharedServers servers) => new(
        "replicas",
        [.. Enumerable.Repeat("all", Count)],
        new Dictionary<string, string?>
        {
            ["Gateway:Changes:PollSeconds"] = string.Create(CultureInfo.InvariantCulture, $"{PollSeconds(context)}"),
            ["Gateway:Keys:PromotionWaitSeconds"] = string.Create(CultureInfo.InvariantCulture, $"{PromotionWaitSeconds(context)}"),
            ["Gateway:TrustedProxies:Networks:0"] = "127.0.0.1",
            ["Gateway:Drain:WaitSeconds"] = "2",
        })
    {
        Own = place => [new("Gateway:Keys:AzureKeyVault:Credential:ClientId", IdentityOf(place)), .. servers.SettingsOf(place)],
    };
}
