namespace TenantGateway.Core.Doctor;

/// <summary>Examines what the gateway depends on.</summary>
public interface IDoctor
{
    /// <summary>Runs all checks at once, each within its time. Whoever asks meanwhile gets the same report.</summary>
    Task<DoctorReport> ExamineAsync(CancellationToken cancellationToken);
}
