using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Processes;

/// <summary>Waits for a process that was started.</summary>
internal static class Started
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Until something is answered there, whatever it is.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public static async Task AnswersAsync(Uri address, string path, ChildProgram program, CancellationToken cancellationToken)
    {
        using var client = LoopbackClient.Create(address);
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(path, cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                if (program.HasExited) throw new InvalidOperationException($"It does not start: {program.Output} {program.Error}");
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
