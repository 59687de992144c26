using System.Globalization;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys;

/// <summary>Something that is done with keys in a world that rows share.</summary>
internal abstract class KeyRow(KeyStage stage, KeyWorldPlan plan) : IFault
{
    public abstract string Name { get; }

    public abstract string Promise { get; }

    public TimeSpan Patience => TimeSpan.FromMinutes(8);

    private static TimeSpan ShortPatience => TimeSpan.FromSeconds(100);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var world = await stage.SetAsync(plan, cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (context.Short) deadline.CancelAfter(ShortPatience);
        try
        {
            return await PlayAsync(world, context, deadline.Token).WaitAsync(deadline.Token);
        }
        finally
        {
            await deadline.CancelAsync();
            Mend(world);
        }
    }

    /// <summary>Undoes what was done to the vault, so that a row that is broken breaks no other.</summary>
    protected virtual void Mend(KeyWorld world) => world.Vault.Faults.Clear();

    protected abstract Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken);

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1.2 and 1.3 s</c>.</summary>
    protected static string Text(IEnumerable<TimeSpan> times) => string.Join(" and ", times.Select(time => Text($"{time.TotalSeconds:0.0}"))) + " s";
}
