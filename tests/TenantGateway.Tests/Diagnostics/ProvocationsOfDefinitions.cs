using System.Net.Http.Headers;
using TenantGateway.Core.Access;
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
            await p.World.LimitAsync("globex", "");
            var answer = await waiting;
            await p.World.LimitAsync("globex", null);
            return answer;
        }) { Headers = ["Retry-After"] },
        new(Reasons.TenantElsewhere, Trace.Recorded, p => InPlaceAsync(p, "elsewhere")) { Tenant = "globex" },
        new(Reasons.TenantPlaceUnavailable, Trace.Neither, p => InPlaceAsync(p, "here")),
    ];

    private static async Task<Answer> InPlaceAsync(Provoker p, string region)
    {
        await p.World.PlaceAsync("globex", region);
        var answer = await p.SendAsync("agent@globex", HttpMethod.Post, $"crm/contacts?q={Provoker.Planted}", Provoker.Contact);
        await p.World.PlaceAsync("globex", null);
        return answer;
    }

    private static Task<Answer> ReplaceGlobexAsync(Provoker p, string? etag) =>
        p.PutAsync("admin@operator", "admin/tenants/globex/definition", Definition("globex", "org_globex", p), request =>
        {
            if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        });
}
