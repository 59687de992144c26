using System.Data.Common;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Storage;

/// <summary>The clock of the database's server; SQLite has none of its own.</summary>
internal sealed class DatabaseClock(IStateInspection state, TimeProvider time) : IClockSource
{
    public async Task<IReadOnlyList<ClockReading>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The first look may make the connection.
            await state.InspectAsync(cancellationToken);
            var asked = time.GetUtcNow();
            return (await state.InspectAsync(cancellationToken)).Now is { } now ? [ClockReading.Of("database", now, asked, time.GetUtcNow())] : [];
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or InvalidOperationException or InvalidDataException or TimeoutException)
        {
            return [];
        }
    }
}
