using Microsoft.AspNetCore.Builder;

namespace TenantGateway.Load.Processes;

/// <summary>
/// Where a server of these tests is at home: where its program lies, as if it were deployed. ASP.NET Core watches that folder and all below it; in a folder where the database writes, every write would
/// be told to every server, on the cores that are measured.
/// </summary>
internal static class Settled
{
    public static WebApplicationOptions Options => new() { ContentRootPath = AppContext.BaseDirectory };
}
