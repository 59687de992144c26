using System.Globalization;
using TenantGateway.Auditing.Alarms;
using TenantGateway.Auditing.Search;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Auditing;

/// <summary>Whether the search index and the alarms keep up with the log.</summary>
internal sealed class ProjectionsCheck(IServiceProvider services, IStateInspection state) : IDoctorCheck
{
    private const long MostBehind = 20_000;

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<AuditIndexer>() is { HasFailed: true }) return [new(DoctorCodes.AuditBehind, "the search index cannot be fed")];
        if (services.GetService<AlarmWatch>() is { HasFailed: true }) return [new(DoctorCodes.AuditBehind, "the log cannot be looked through for alarms")];
        if (!(await state.InspectAsync(cancellationToken)).IsCurrent) return [new(DoctorCodes.NotExamined, "the log is in the database")];
        var index = await services.GetRequiredService<IAuditIndex>().ReadStateAsync(cancellationToken);
        var behind = index.LogSize - index.Through;
        return [new(behind > MostBehind ? DoctorCodes.AuditBehind : DoctorCodes.AuditProjected, string.Create(CultureInfo.InvariantCulture, $"searches do not know the newest {behind} of {index.LogSize} records"))];
    }
}
