using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Changes of what defines tenants, and what they end.</summary>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> Definitions() =>
    [
        new(Reasons.PreconditionRequired, Trace.Recorded, p => ReplaceGlobexAsync(p, null)) { Tenant = "operator", Members = ["location"] },
        new(Reasons.PreconditionFailed, Trace.Recorded, p => ReplaceGlobexAsync(p, "\"4711\"")) { Tenant = "operator" },
        new(Reasons.TenantChanged, Trace.Neither, async p =>
        {
            p.World.Service.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
            var waiting = p.SendAsync("agent@globex", HttpMethod.Post, $"pictures/{Provoker.Planted}", "", change: request =>
            {
                request.Content = new ByteArrayContent([1]);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            });
            await Eventually.IsTrueAsync(() => p.World.Service.Received.Count == 1, "the service is asked");
            await LimitGlobexAsync(p, roles: []);
            var answer = await waiting;
            await LimitGlobexAsync(p, roles: null);
            return answer;
        }) { Headers = ["Retry-After"] },
    ];

    private static Task<Answer> ReplaceGlobexAsync(Provoker p, string? etag) =>
        p.PutAsync("admin@operator", "admin/tenants/globex/definition", Definition("globex", "org_globex", p), request =>
        {
            if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        });

    private static async Task LimitGlobexAsync(Provoker p, string[]? roles)
    {
        var services = p.World.Gateway.Services;
        var globex = services.GetRequiredService<ITenantDirectory>().Find(TenantId.Parse("globex")) ?? throw new InvalidOperationException("There is no globex.");
        RoleCeiling? ceiling = null;
        if (roles is not null) Assert.True(RoleCeiling.TryCreate(roles, out ceiling));
        var changed = globex with { Organizations = [.. globex.Organizations.Select(binding => binding with { Roles = ceiling })] };
        var result = await services.GetRequiredService<ITenantAmendments>().UpdateAsync(changed, globex.Revision, CancellationToken.None);
        Assert.Equal(UpdateTenantOutcome.Updated, result.Outcome);
    }
}
