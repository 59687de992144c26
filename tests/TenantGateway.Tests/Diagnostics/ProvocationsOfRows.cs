using System.Net.Http.Headers;
using TenantGateway.Core.Access;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>What is refused about stored rows, and about the lookup keys whose tokens they hold.</summary>
internal static partial class Provocations
{
    private const string Dataset = """{"dataset":"rows"}""";

    private static IEnumerable<Provocation> StoredRows() =>
    [
        new(Reasons.SearchUndeclared, Trace.Recorded, p => KeysAsync(p, "rotate-lookup", "globex")) { Tenant = "operator", Members = ["errors"] },
        new(Reasons.LookupRotationUnfinished, Trace.Recorded, p => KeysAsync(p, "rotate-lookup")) { Tenant = "operator" },
        new(Reasons.OldTokensRemain, Trace.Recorded, p => KeysAsync(p, "finish-lookup")) { Tenant = "operator", Members = ["errors"] },
        new(Reasons.UnknownDataset, Trace.Recorded, p => AskAsync(p, HttpMethod.Post, "conversions", $$"""{"dataset":"{{Provoker.Planted}}"}""")) { Tenant = "operator" },
        new(Reasons.UnknownConversion, Trace.Recorded, p => AskAsync(p, HttpMethod.Post, $"conversions/{Provoker.Planted}/end", """{"bytes":"0"}""")) { Tenant = "operator" },
        new(Reasons.ConversionClosed, Trace.Recorded, async p =>
        {
            var run = await BeginAsync(p);
            Assert.Equal(200, (await AskAsync(p, HttpMethod.Post, $"conversions/{run}/end", """{"bytes":"0"}""")).Status);
            return await LinesAsync(p, run, 0);
        }) { Tenant = "operator" },
        new(Reasons.ConversionOutOfStep, Trace.Recorded, async p => await LinesAsync(p, await BeginAsync(p), 7)) { Tenant = "operator", Members = ["offset"] },
    ];

    private static async Task<Answer> KeysAsync(Provoker p, string change, string tenant = "acme")
    {
        if (tenant == "acme") await Rotations.LookupRotation.EnsureAsync(p.World, tenant);
        return await AskAsync(p, HttpMethod.Post, $"keys/{change}", tenant: tenant);
    }

    private static async Task<string> BeginAsync(Provoker p)
    {
        Assert.Equal(200, (await AskAsync(p, HttpMethod.Put, "datasets", """{"datasets":["rows"]}""")).Status);
        return $"{(await AskAsync(p, HttpMethod.Post, "conversions", Dataset)).Json["id"]}";
    }

    private static Task<Answer> LinesAsync(Provoker p, string run, long offset) =>
        AskAsync(p, HttpMethod.Post, $"conversions/{run}/lines?offset={offset}", $"[\"{Provoker.Planted}\"]\n", type: "application/x-ndjson");

    private static async Task<Answer> AskAsync(Provoker p, HttpMethod method, string path, string? body = null, string tenant = "acme", string type = "application/json")
    {
        using var request = LoopbackClient.Request(method, $"admin/tenants/{tenant}/{path}", body).With("X-Reason", Provoker.Planted).With("User-Agent", Provoker.Planted)
            .With("Authorization", $"Bearer {await p.World.TokenAsync("admin@operator")}");
        if (request.Content is { } content) content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await Answer.ReadAsync(await p.World.Admin.SendAsync(request));
    }
}
