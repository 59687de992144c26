using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>
/// Stored rows on their way through the gateway, under <c>/admin/tenants/{tenant}/conversions</c>: <c>POST</c> begins a run that only looks,
/// <c>POST .../{id}/lines?offset=N</c> takes whole lines and gives back what became of them, <c>POST .../{id}/end</c> closes the run with its report.
/// </summary>
internal sealed class ConversionEndpoints(IConversions conversions, IKeyRings keys, ITenantDirectory tenants, RecordedChange change)
{
    /// <summary>The most bytes of lines at once, and so the longest line: 8 MiB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const string Path = "/tenants/{tenant}/conversions";
    private const string Lines = "application/x-ndjson";

    public void Map(AdminRoutes routes)
    {
        routes.Post(Path, Endpoint(BeginAsync), new AdminDescription("beginCheck", "Begins a run through the rows of a dataset that only looks.")
        {
            Roles = [AdminRoles.KeyAdmin],
            Changes = true,
            Request = typeof(ConversionDraft),
            Response = typeof(ConversionItem),
            Statuses = [StatusCodes.Status201Created],
            Refusals = [Reasons.UnknownTenant, Reasons.UnknownDataset],
        });
        // Without the login of the last minutes that began it: rows take their time, and a run is its actor's alone.
        routes.Post(Path + "/{id}/lines", Endpoint(TakeAsync), new AdminDescription("convertLines", "Takes the next whole lines of a run, and gives back what became of them.")
        {
            Roles = [AdminRoles.KeyAdmin],
            MediaType = Lines,
            Request = typeof(object),
            Response = typeof(object),
            Query = [("offset", "How many bytes of lines came before.")],
            Refusals = [Reasons.UnknownTenant, Reasons.UnknownConversion, Reasons.UnknownRoute, Reasons.ConversionClosed, Reasons.ConversionOutOfStep, Reasons.MalformedRequest, Reasons.BodyTooLarge],
        });
        routes.Post(Path + "/{id}/end", Endpoint(EndAsync), new AdminDescription("endConversion", "Ends a run: from then on its report counts.")
        {
            Roles = [AdminRoles.KeyAdmin],
            Request = typeof(ConversionEnd),
            Response = typeof(ConversionItem),
            Refusals = [Reasons.UnknownTenant, Reasons.UnknownConversion, Reasons.ConversionClosed, Reasons.ConversionOutOfStep, Reasons.MalformedRequest],
        });
    }

    private Func<HttpContext, Actor, Task> Endpoint(Func<HttpContext, Actor, Tenant, Task<Refusal?>> endpoint) => async (context, actor) =>
    {
        if (await AnswerAsync(context, actor, endpoint) is { } refusal) context.Features.Set(refusal);
    };

    private async Task<Refusal?> AnswerAsync(HttpContext context, Actor actor, Func<HttpContext, Actor, Tenant, Task<Refusal?>> endpoint)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant)) return new Refusal(Reasons.UnknownTenant);
        try
        {
            return await endpoint(context, actor, tenant);
        }
        catch (KeyServiceException fault)
        {
            return fault.Refusal;
        }
    }

    private async Task<Refusal?> BeginAsync(HttpContext context, Actor actor, Tenant tenant)
    {
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        var (dataset, refusal) = await ReadMemberAsync(context, "dataset", place => place.AsText(64));
        if (dataset is null) return refusal;
        var id = conversions.NewId();
        return await change.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.ConversionBegun, $"{tenant.Id}/{id}", reason), async () =>
        {
            var (run, reason) = await conversions.BeginCheckAsync(id, tenant.Id, dataset, actor.Id, CancellationToken.None);
            return run is not null && reason is null ? ChangeResult.Done(answer => TellAsync(answer, run, StatusCodes.Status201Created)) : ChangeResult.Refused(reason ?? Reasons.UnknownConversion);
        });
    }

    // Not recorded one by one: a run is on record when it begins, by its operation where it rewrites, and when it ends.
    private async Task<Refusal?> TakeAsync(HttpContext context, Actor actor, Tenant tenant)
    {
        var request = context.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(Lines, StringComparison.OrdinalIgnoreCase)) return new Refusal(Reasons.UnsupportedMediaType);
        if (request.Headers.ContentEncoding.Count > 0) return new Refusal(Reasons.UnsupportedContentEncoding);
        if (request.Query.Count != 1 || !long.TryParse(request.Query["offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return new Refusal(Reasons.MalformedRequest, "offset");
        if (request.ContentLength is not ({ } length and > 0)) return new Refusal(Reasons.MalformedRequest, HeaderNames.ContentLength);
        if (length > MaxBytes) return new Refusal(Reasons.BodyTooLarge);

        using var lines = new ByteBuffer((int)length);
        await request.Body.ReadExactlyAsync(lines.Free((int)length)[..(int)length], context.RequestAborted);
        lines.Advance((int)length);
        using var output = new ByteBuffer((int)length);
        var (run, reason) = await conversions.TakeAsync(tenant.Id, Id(context), actor.Id, offset, lines.WrittenMemory, output, context.RequestAborted);
        if (reason is not null) return RefusalOf(reason, run);

        context.Response.ContentType = Lines;
        context.Response.ContentLength = output.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
        return null;
    }

    private async Task<Refusal?> EndAsync(HttpContext context, Actor actor, Tenant tenant)
    {
        var (bytes, refusal) = await ReadMemberAsync(context, "bytes", place => place.AsText(20));
        if (bytes is null) return refusal;
        if (!long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return new Refusal(Reasons.MalformedRequest, "bytes");
        var id = Id(context);
        // An id that nobody has is not put on record as one.
        if ((await conversions.FindAsync(tenant.Id, id, context.RequestAborted)).Refusal is { } unknown) return new Refusal(unknown);
        return await change.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.ConversionEnded, $"{tenant.Id}/{id}"), async () =>
        {
            var (run, reason) = await conversions.EndAsync(tenant.Id, id, actor.Id, length, CancellationToken.None);
            return run is not null && reason is null
                ? ChangeResult.Done(answer => TellAsync(answer, run, StatusCodes.Status200OK))
                : ChangeResult.Refused(RefusalOf(reason ?? Reasons.UnknownConversion, run));
        });
    }

    private static Refusal RefusalOf(Reason reason, ConversionRun? run) => reason == Reasons.ConversionOutOfStep && run is not null
        ? new Refusal(reason) { Extensions = new Dictionary<string, object> { ["offset"] = run.Offset } }
        : new Refusal(reason);

    private static string Id(HttpContext context) => context.Request.RouteValues["id"] as string ?? "";

    private static async ValueTask<(string? Value, Refusal? Refusal)> ReadMemberAsync(HttpContext context, string name, Func<DefinitionCursor, string?> read)
    {
        return await DefinitionBody.ReadAsync(context.Request, ReadMember, context.RequestAborted);

        string? ReadMember(JsonElement body, out IReadOnlyList<DefinitionProblem> problems)
        {
            var found = new List<DefinitionProblem>();
            problems = found;
            var root = new DefinitionCursor(body, "$", found);
            if (root.AsObject(name).TryGetValue(name, out var place)) return read(place) is { } value && found.Count == 0 ? value : null;
            if (found.Count == 0) root.Report($"The member {name} is missing.", "Add it.");
            return null;
        }
    }

    private Task TellAsync(HttpContext context, ConversionRun run, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(ConversionItem.Of(run, keys), TenantItem.Json, context.RequestAborted);
    }
}
