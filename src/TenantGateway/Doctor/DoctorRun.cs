using Microsoft.Extensions.Options;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Doctor;

/// <summary>Runs all checks at once, each within <see cref="Bound"/>; what throws or does not answer is a finding too.</summary>
internal sealed class DoctorRun(IServiceProvider services, IEnumerable<DoctorCheckRegistration> checks, TimeProvider time) : IDoctor
{
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    // A check that notices in time that nobody answers says who, also on a busy machine.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<DoctorReport>? _running;

    public Task<DoctorReport> ExamineAsync(CancellationToken cancellationToken)
    {
        // One at a time: it asks others, and whoever asks often must not make it ask them as often.
        lock (_gate)
        {
            if (_running is null or { IsCompleted: true }) _running = Task.Run(RunAsync, CancellationToken.None);
            return _running.WaitAsync(cancellationToken);
        }
    }

    private async Task<DoctorReport> RunAsync() => DoctorReport.Of((await Task.WhenAll(InOrder().Select(RunAsync))).SelectMany(lines => lines));

    // As they are documented; further ones come last.
    private IEnumerable<DoctorCheckRegistration> InOrder()
    {
        var order = DoctorCodes.All.Select(documented => documented.Check).ToList();
        return checks.OrderBy(check => order.IndexOf(check.Name) is >= 0 and var place ? place : order.Count);
    }

    private async Task<IEnumerable<DoctorLine>> RunAsync(DoctorCheckRegistration check)
    {
        var findings = await FindAsync(check);
        return findings.Select(finding => DoctorLine.Of(check.Name, finding));
    }

    private async Task<IReadOnlyList<DoctorFinding>> FindAsync(DoctorCheckRegistration check)
    {
        using var deadline = new CancellationTokenSource(Bound, time);
        try
        {
            return await Task.Run(() => ((IDoctorCheck)ActivatorUtilities.CreateInstance(services, check.Type)).RunAsync(deadline.Token), CancellationToken.None).WaitAsync(Bound + Grace, time, CancellationToken.None);
        }
        catch (Exception silent) when (silent is OperationCanceledException or TimeoutException)
        {
            return [new(DoctorCodes.CheckTimedOut, "no answer in time")];
        }
        catch (OptionsValidationException)
        {
            return [new(DoctorCodes.NotExamined, "its settings are not valid")];
        }
        catch (Exception fault)
        {
            // Its message may quote anything.
            return [new(DoctorCodes.CheckFailed, fault.GetType().Name)];
        }
    }
}
