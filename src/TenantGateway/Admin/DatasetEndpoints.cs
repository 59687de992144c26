using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>GET|PUT /admin/tenants/{tenant}/datasets</c>: the sets of stored rows that hold tokens of a tenant.</summary>
internal sealed class DatasetEndpoints(IConversions conversions, IKeyRings keys, ITenantDirectory tenants, RecordedChange change, RecordedReading reading)
{
    private const string Path = "/tenants/{tenant}/datasets";
    private const string Datasets = "datasets";
    private const int MaxDatasets = 200;

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, ListAsync, new AdminDescription("listDatasets", "The declared sets of stored rows that hold tokens of a tenant, each with the report of its last run.")
        {
            Roles = [AdminRoles.KeyAdmin, AdminRoles.SecurityReviewer],
            Response = typeof(DatasetList),
            Refusals = [Reasons.UnknownTenant],
        });
        routes.Put(Path, DeclareAsync, new AdminDescription("declareDatasets", "Declares all sets of stored rows that hold tokens of a tenant; a lookup generation ends when none of them holds a token of it.")
        {
            Roles = [AdminRoles.KeyAdmin],
            Changes = true,
            Request = typeof(DatasetsDraft),
            Response = typeof(DatasetList),
            Refusals = [Reasons.UnknownTenant],
        });
    }

    private async Task ListAsync(HttpContext context, Actor actor)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant))
        {
            context.Features.Set(new Refusal(Reasons.UnknownTenant));
            return;
        }

        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.DatasetsRead, tenant.Id.Value), () => ShowAsync(context, tenant.Id));
    }

    private async Task ShowAsync(HttpContext context, TenantId tenant)
    {
        try
        {
            await TellAsync(context, tenant);
        }
        catch (KeyServiceException fault)
        {
            context.Features.Set(fault.Refusal);
        }
    }

    private async Task DeclareAsync(HttpContext context, Actor actor)
    {
        if (await DoDeclareAsync(context, actor) is { } refusal) context.Features.Set(refusal);
    }

    private async Task<Refusal?> DoDeclareAsync(HttpContext context, Actor actor)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant)) return new Refusal(Reasons.UnknownTenant);
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        var (names, refusal) = await DefinitionBody.ReadAsync(context.Request, ReadNames, context.RequestAborted);
        if (names is null) return refusal;
        return await change.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.DatasetsDeclared, $"{tenant.Id}: {string.Join(", ", names)}", reason), async () =>
        {
            await conversions.DeclareAsync(tenant.Id, [.. names], CancellationToken.None);
            return ChangeResult.Done(answer => TellAsync(answer, tenant.Id));
        });
    }

    private static string[]? ReadNames(JsonElement body, out IReadOnlyList<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        problems = found;
        var root = new DefinitionCursor(body, "$", found);
        string[] names = [];
        if (root.AsObject(Datasets).TryGetValue(Datasets, out var list)) names = [.. list.AsArray(MaxDatasets).Select(ReadName).OfType<string>()];
        else root.Report($"The member {Datasets} is missing.", "Add it, with the names of the datasets.");
        return found.Count == 0 ? names : null;
    }

    private static string? ReadName(DefinitionCursor place)
    {
        if (place.AsText(64) is not { } name) return null;
        if (Dataset.IsName(name)) return name;
        place.Report("It is no name of a dataset.", "Give 1 to 64 characters of [a-z0-9._-], starting with a letter or digit.");
        return null;
    }

    private async Task TellAsync(HttpContext context, TenantId tenant)
    {
        var items = (await conversions.ListAsync(tenant, context.RequestAborted))
            .Select(status => new DatasetItem(status.Dataset.Name, status.Dataset.DeclaredAt, status.LastRun is { } run ? ConversionItem.Of(run, keys) : null));
        await context.Response.WriteAsJsonAsync(new DatasetList(tenant.Value, [.. items]), TenantItem.Json, context.RequestAborted);
    }
}
