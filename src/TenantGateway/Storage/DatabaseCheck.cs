using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Storage;

/// <summary>Whether the database answers, and holds what this version needs.</summary>
internal sealed class DatabaseCheck(IStateInspection state, TimeProvider time) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            return [Finding(await state.InspectAsync(cancellationToken), time.GetElapsedTime(started))];
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or InvalidOperationException or InvalidDataException or TimeoutException)
        {
            return [new DoctorFinding(DoctorCodes.DatabaseUnreachable, Reason(fault))];
        }
    }

    private static DoctorFinding Finding(StateInspection state, TimeSpan elapsed) => state switch
    {
        { Unknown: [var first, ..] } => new(DoctorCodes.DatabaseNewer, $"it holds {first}, which this version does not know"),
        { Applied: 0 } => new(DoctorCodes.DatabaseMissing, "nothing was made yet"),
        { Missing: [_, ..] missing } => new(DoctorCodes.DatabasePending, $"missing: {string.Join(", ", missing)}"),
        _ => new(DoctorCodes.DatabaseCurrent, string.Create(CultureInfo.InvariantCulture, $"answered in {elapsed.TotalMilliseconds:0} ms, {state.Applied} migrations")),
    };

    // What a server writes may quote; its codes do not. The others are the gateway's own words.
    private static string Reason(Exception fault) => fault switch
    {
        DbException { SqlState: { Length: > 0 } state } => $"{fault.GetType().Name} {state}",
        SqliteException sqlite => string.Create(CultureInfo.InvariantCulture, $"{nameof(SqliteException)} {sqlite.SqliteErrorCode}"),
        DbException { InnerException: { } inner } => $"{fault.GetType().Name}, {inner.GetType().Name}",
        InvalidOperationException or InvalidDataException => fault.Message,
        _ => fault.GetType().Name,
    };
}
