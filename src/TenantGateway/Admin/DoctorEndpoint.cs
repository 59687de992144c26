using TenantGateway.Core.Access;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Admin;

/// <summary><c>GET /admin/doctor</c>: what this process depends on, each asked now. Names, counts and times; nothing of tenants or traffic.</summary>
internal static class DoctorEndpoint
{
    public static void Map(AdminRoutes admin) => admin.Get("/doctor", (context, _) => AnswerAsync(context), new AdminDescription("examine", "What this process depends on, each asked now and within 5 seconds, and what to do where it is not green.")
    {
        Roles = [.. AdminRoles.All],
        Response = typeof(DoctorReport),
    });

    private static async Task AnswerAsync(HttpContext context)
    {
        var report = await context.RequestServices.GetRequiredService<IDoctor>().ExamineAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(report, TenantItem.Json, context.RequestAborted);
    }
}
