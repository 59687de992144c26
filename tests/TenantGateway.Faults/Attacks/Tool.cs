using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Attacks;

/// <summary>A program that attacks. It gives way to everything else on this machine, because in earnest it would run on another.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs it, again and again where it ends by itself, until it is told to stop.</summary>
    /// <returns>What it printed, all times together.</returns>
    public static async Task<string> RunAsync(string[] command, CancellationToken until)
    {
        var output = "";
        do
        {
            await using var program = ChildProgram.Start(["nice", "-n", "19", .. command]);
            await WhileAsync(() => !program.HasExited, until);
            // It counts at its end, which is near.
            using var patience = new CancellationTokenSource(Patience);
            await WhileAsync(() => !program.HasExited, patience.Token);
            if (!program.HasExited) await program.SignalAsync("-INT");
            await program.ExitAsync();
            output += program.Output + "\n";
        }
        while (!until.IsCancellationRequested);
        return output;
    }

    private static async Task WhileAsync(Func<bool> condition, CancellationToken until)
    {
        while (condition() && !until.IsCancellationRequested) await Task.Delay(20, CancellationToken.None);
    }
}
