using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Whether the log is signed as it grows, by whichever process does it.</summary>
internal sealed class CheckpointsCheck(IServiceProvider services, IStateInspection state, IOptions<CheckpointOptions> options, TimeProvider time) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<CheckpointService>()?.Refusal is { } refusal) return [new(DoctorCodes.AuditForked, refusal)];
        if (!(await state.InspectAsync(cancellationToken)).IsCurrent) return [new(DoctorCodes.NotExamined, "the log is in the database")];
        // In this order: what is signed meanwhile is not missed.
        var size = (await services.GetRequiredService<IAuditIndex>().ReadStateAsync(cancellationToken)).LogSize;
        var signed = (await services.GetRequiredService<IAuditCheckpointStore>().FindNewestAsync(cancellationToken))?.Size ?? 0;
        if (signed >= size) return [new(DoctorCodes.AuditSigned, string.Create(CultureInfo.InvariantCulture, $"all {size} records are signed"))];
        return [Finding(size - signed, size, await TimeOfAsync(signed, cancellationToken))];
    }

    private DoctorFinding Finding(long unsigned, long size, DateTimeOffset? since)
    {
        var patience = TimeSpan.FromSeconds(60 + (6 * options.Value.IntervalSeconds));
        var age = time.GetUtcNow() - since;
        // A record that cannot be read is old.
        return new(
            age <= patience ? DoctorCodes.AuditSigned : DoctorCodes.AuditUnsigned,
            string.Create(CultureInfo.InvariantCulture, $"{unsigned} of {size} records are unsigned, the oldest for {age?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) ?? "an unknown number of"} s"));
    }

    private async Task<DateTimeOffset?> TimeOfAsync(long index, CancellationToken cancellationToken)
    {
        var batch = (await services.GetRequiredService<IAuditStore>().ReadBatchesAsync(index, 1, cancellationToken)).FirstOrDefault(batch => batch.FirstIndex <= index && index < batch.FirstIndex + batch.Count);
        return batch is not null && AuditRecord.TryRead(StoredLeaves.Split(batch.Leaves)[(int)(index - batch.FirstIndex)].Bytes.Span, out var record) ? record.Time : null;
    }
}
