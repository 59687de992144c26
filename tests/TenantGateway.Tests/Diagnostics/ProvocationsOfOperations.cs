using TenantGateway.Core.Access;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>What takes four eyes, and the life of tenants.</summary>
internal static partial class Provocations
{
    private const string Deed = "admin/operations";

    private static IEnumerable<Provocation> Operations() =>
    [
        new(Reasons.UnknownOperation, Trace.Recorded, p => p.ChangeAsync("admin@operator", $"{Deed}/op_{Provoker.Planted}/deny", "{}")) { Tenant = "operator" },
        new(Reasons.OperationClosed, Trace.Recorded, async p =>
        {
            var (id, _) = await RequestAsync(p);
            Assert.Equal(200, (await p.ChangeAsync("admin@operator", $"{Deed}/{id}/deny", "{}")).Status);
            return await p.ChangeAsync("approver@operator", $"{Deed}/{id}/deny", "{}");
        }) { Tenant = "operator" },
        new(Reasons.OperationStale, Trace.Recorded, async p =>
        {
            var (id, hash) = await RequestAsync(p);
            return await p.ChangeAsync("approver@operator", $"{Deed}/{id}/approve", $$"""{"hash":"{{new string(hash[0] == '0' ? '1' : '0', 64)}}"}""");
        }) { Tenant = "operator" },
        new(Reasons.SelfApproval, Trace.Recorded, async p =>
        {
            var (id, hash) = await RequestAsync(p);
            return await p.ChangeAsync("admin@operator", $"{Deed}/{id}/approve", $$"""{"hash":"{{hash}}"}""");
        }) { Tenant = "operator" },
        new(Reasons.UnknownTenant, Trace.Recorded, p => p.ChangeAsync("admin@operator", $"admin/tenants/{Provoker.Planted}/hold", "{}")) { Tenant = "operator" },
        new(Reasons.TenantStateConflict, Trace.Recorded, p => p.ChangeAsync("admin@operator", Deed, """{"kind":"tenant.recover","tenant":"globex"}""")) { Tenant = "operator" },
    ];

    private static async Task<(string Id, string Hash)> RequestAsync(Provoker p)
    {
        var requested = await p.ChangeAsync("admin@operator", Deed, """{"kind":"tenant.terminate","tenant":"globex"}""");
        Assert.Equal(201, requested.Status);
        return ($"{requested.Json["id"]}", $"{requested.Json["hash"]}");
    }
}
