using System.Collections.Immutable;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary><c>GET|PUT /admin/tenants/{tenant}/datasets</c>: the sets of stored rows that hold tokens of a tenant.</summary>
internal sealed class DatasetEndpoints(IConversions conversions, IKeyRings keys, ITenantDirectory tenants, RecordedChange change, IAuditTrail audit)
{
    private const string Path = "/tenants/{tenant}/datasets";
    private const string Datasets = "datasets";
    private const int MaxDatasets = 200;

    public void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet(Path, AdminGuard.For([AdminRoles.KeyAdmin, AdminRoles.SecurityReviewer], async (context, actor) =>
        {
            if (await ListAsync(context, actor) is { } refusal) context.Features.Set(refusal);
        }));
        admin.MapPut(Path, AdminGuard.For([AdminRoles.KeyAdmin], async (context, actor) =>
        {
            if (await DeclareAsync(context, actor) is { } refusal) context.Features.Set(refusal);
        }));
        admin.Map(Path, AdminGuard.Nothing(new Refusal(Reasons.MethodNotAllowed) { Headers = [new("Allow", "GET, PUT")] }));
    }

    private async Task<Refusal?> ListAsync(HttpContext context, Actor actor)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant)) return new Refusal(Reasons.UnknownTenant);
        try
        {
            await audit.CommitAsync(AdminAudit.EntryOf(context, actor, AuditEvent.DatasetsRead, tenant.Id.Value), context.RequestAborted);
            await TellAsync(context, tenant.Id);
            return null;
        }
        catch (AuditUnavailableException)
        {
            return new Refusal(Reasons.AuditUnavailable);
        }
        catch (KeyServiceException fault)
        {
            return KeyRefusals.Of(fault.Failure);
        }
    }

    private async Task<Refusal?> DeclareAsync(HttpContext context, Actor actor)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant)) return new Refusal(Reasons.UnknownTenant);
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        var (document, fault) = await DefinitionBody.ReadAsync(context.Request, context.RequestAborted);
        if (document is null) return new Refusal(fault ?? Reasons.MalformedJson);
        ImmutableArray<string> names;
        using (document)
        {
            if (Read(document, out names) is { } refusal) return refusal;
        }

        return await change.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.DatasetsDeclared, $"{tenant.Id}: {string.Join(", ", names)}", reason), async () =>
        {
            await conversions.DeclareAsync(tenant.Id, names, CancellationToken.None);
            return ChangeResult.Done(answer => TellAsync(answer, tenant.Id));
        });
    }

    private static Refusal? Read(JsonDocument document, out ImmutableArray<string> names)
    {
        names = [];
        var problems = new List<DefinitionProblem>();
        var root = new DefinitionCursor(document.RootElement, "$", problems);
        try
        {
            if (root.AsObject(Datasets).TryGetValue(Datasets, out var list)) names = [.. list.AsArray(MaxDatasets).Select(ReadName).OfType<string>()];
            else root.Report($"The member {Datasets} is missing.", "Add it, with the names of the datasets.");
        }
        catch (InvalidOperationException)
        {
            // The only way in which the JSON reader says so.
            return new Refusal(Reasons.LoneSurrogate);
        }

        return problems.Count == 0 ? null : new Refusal(Reasons.InvalidDefinition) { Extensions = new Dictionary<string, object> { ["errors"] = problems } };
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
