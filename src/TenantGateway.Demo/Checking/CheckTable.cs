namespace TenantGateway.Demo.Checking;

/// <summary>Runs steps in order and prints a row for each; a step that fails does not keep the later ones from running.</summary>
internal static class CheckTable
{
    /// <summary>How many steps failed.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<CheckStep> steps, TextWriter output, CancellationToken cancellationToken)
    {
        var width = steps.Max(step => step.Name.Length);
        var failures = 0;
        foreach (var step in steps)
        {
            var (passed, seen) = await RunAsync(step, cancellationToken);
            failures += passed ? 0 : 1;
            await output.WriteLineAsync($"{(passed ? "ok  " : "FAIL")} | {step.Name.PadRight(width)} | {seen}");
        }

        await output.WriteLineAsync($"{steps.Count - failures} of {steps.Count} as expected");
        return failures;
    }

    private static async Task<(bool Passed, string Seen)> RunAsync(CheckStep step, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await step.RunAsync(cancellationToken));
        }
        catch (Exception failure) when (failure is CheckFailedException or HttpRequestException)
        {
            return (false, failure.Message);
        }
    }
}
