using System.Globalization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>The audit log for those who verify it: its newest checkpoint, and exports. Who fetches what is itself on record, before it is in what is fetched.</summary>
internal sealed class AuditEndpoints(IAuditCheckpoints checkpoints, IAuditExports exports, RecordedReading reading)
{
    private static readonly Refusal Unsigned = new(Reasons.AuditUnavailable);

    public void Map(AdminRoutes routes)
    {
        string[] reviewers = [AdminRoles.SecurityReviewer];
        routes.Get("/audit/checkpoint", CheckpointAsync, new AdminDescription("readCheckpoint", "A signed checkpoint of the audit log as it is now, as a C2SP note.")
        {
            Roles = [.. AdminRoles.All],
            MediaType = "text/plain",
            Response = typeof(string),
        });
        routes.Get("/audit/export", ExportAsync, new AdminDescription("exportAudit", "Audit records with their proofs, as a zip file that tgw audit verify takes: of one tenant, or of the whole log.")
        {
            Roles = reviewers,
            DeclaredLogin = LoginAge.Disclosure,
            MediaType = "application/zip",
            Response = typeof(object),
            Query = [("tenant", "Whose records; the whole log where it is left out."), ("from", "The first moment, RFC 3339; with a tenant only."), ("to", "The moment before which it ends, RFC 3339; with a tenant only.")],
            Refusals = [Reasons.MalformedRequest],
        });
    }

    private Task CheckpointAsync(HttpContext context, Actor actor) => reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.CheckpointRead), async () =>
    {
        if (await checkpoints.NowAsync(context.RequestAborted) is not { } newest)
        {
            context.Features.Set(Unsigned);
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.BodyWriter.WriteAsync(newest.Note, context.RequestAborted);
    });

    private async Task ExportAsync(HttpContext context, Actor actor)
    {
        if (!TryRead(context.Request.Query, out var request))
        {
            context.Features.Set(new Refusal(Reasons.MalformedRequest));
            return;
        }

        var subject = request.Tenant is null ? "log" : $"{request.Tenant} {request.From:O} {request.To:O}".TrimEnd();
        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.AuditExported, subject), () => AnswerAsync(context, request));
    }

    private async Task AnswerAsync(HttpContext context, AuditExportRequest request)
    {
        await using var file = await exports.TryMakeAsync(request, context.RequestAborted);
        if (file is null)
        {
            context.Features.Set(Unsigned);
            return;
        }

        context.Response.ContentType = "application/zip";
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    // A tenant that is gone has records all the same, so any id will do.
    private static bool TryRead(IQueryCollection query, out AuditExportRequest request)
    {
        request = new AuditExportRequest(null, null, null);
        if (query.Keys.Any(key => key is not ("tenant" or "from" or "to")) || query.Any(parameter => parameter.Value.Count != 1)) return false;
        var tenant = (string?)query["tenant"];
        if (tenant is not null && tenant != TenantId.Operator.Value && !TenantId.TryParse(tenant, out _)) return false;
        if (!TryReadTime(query["from"], out var from) || !TryReadTime(query["to"], out var to) || from >= to) return false;
        if (tenant is null && (from is not null || to is not null)) return false;
        request = new AuditExportRequest(tenant, from, to);
        return true;
    }

    private static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed)) return false;
        time = parsed;
        return true;
    }
}
