using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Auditing;

/// <summary>Whether this process writes records as they come.</summary>
internal sealed class AuditCheck(AuditWriter writer, IOptions<AuditOptions> options) : IDoctorCheck
{
    public Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DoctorFinding>>([Finding()]);

    private DoctorFinding Finding()
    {
        var (waiting, places) = (writer.Waiting, options.Value.QueueLength);
        if (!writer.IsRunning) return new(DoctorCodes.AuditNotWritten, "the writer has ended");
        if (writer.LastAppendFailed) return new(DoctorCodes.AuditNotWritten, "the last write failed");
        if (writer.AppendingFor > TimeSpan.FromSeconds(options.Value.CommitTimeoutSeconds)) return new(DoctorCodes.AuditNotWritten, string.Create(CultureInfo.InvariantCulture, $"a write takes {writer.AppendingFor.TotalSeconds:0} s already"));
        return new(waiting > places / 2 ? DoctorCodes.AuditBacklog : DoctorCodes.AuditWritten, string.Create(CultureInfo.InvariantCulture, $"{waiting} of {places} places are taken"));
    }
}
