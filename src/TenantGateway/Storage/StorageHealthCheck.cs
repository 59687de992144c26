using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage;

/// <summary>Whether the database answers. The question costs one row.</summary>
internal sealed class StorageHealthCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.FindAsync<long>("SELECT count(*) FROM (SELECT 1 FROM tenants LIMIT 1) AS one", null, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return HealthCheckResult.Degraded("The database does not answer.", exception);
        }
    }
}
