using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Keys;

/// <summary>Looks at a tenant's keys every second until none waits to become primary.</summary>
internal static class PromotionWait
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Twice what the gateway may be told to wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static async Task<Answer<KeyListDocument>> RunAsync(AdminClient client, string keys, KeyRotationDocument begun, CancellationToken cancellationToken)
    {
        var lines = begun.Items.Where(IsPending).Select(key => key.Line).ToHashSet(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Period);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Period)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            if ((await client.GetAsync<KeyListDocument>(keys, cancellationToken)).Failed(out var failure, out var list)) return failure;
            if (!list.Value.Items.Any(key => IsPending(key) && lines.Contains(key.Line))) return list.Value;
        }

        return new CliFailure(ExitCode.Unavailable, "still_pending", "The new generation is still not in use.", "See the gateway's log; nothing needs to be done again.");
    }

    private static bool IsPending(KeyDocument key) => key.State == "pending";
}
