using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;

namespace TenantGateway.Admin;

/// <summary>The audit log for the operator's reviewers: searched, counted, watched, and the names behind pseudonyms. Whatever is asked is on record before it is answered.</summary>
internal sealed class AuditSearchEndpoints(IAuditReview review, IOperations operations, RecordedReading reading, RecordedChange change, TimeProvider time)
{
    private const string Lines = "application/x-ndjson";

    private static readonly (string, string)[] Filters =
    [
        ("tenant", "Whose records; must be there. operator for the operator's own."), ("from", "The first moment, RFC 3339."), ("to", "The moment before which it ends, RFC 3339."),
        ("event", "Name or number."), ("outcome", "Name or number."), ("class", "A class of which something was given."), ("route", "The route."), ("key", "A key generation by which something was opened."),
        ("actor", "A pseudonym, ac_..."), ("subject", "A person's pseudonym, sb_..., or what the record is about."), ("request", "X-Request-Id."), ("trace", "The trace id."), ("operation", "op_..."), ("session", "The pseudonym of a login session."),
    ];

    public void Map(AdminRoutes routes)
    {
        MapReading(routes);
        string[] reviewers = [AdminRoles.SecurityReviewer];
        routes.Post("/audit/who-saw", PersonAsync, new AdminDescription("whoSaw", "Who saw a person, who is named by a class and a clear value. The value is kept nowhere.")
        {
            Roles = reviewers,
            Request = typeof(PersonDraft),
            Response = typeof(AuditPage),
            Refusals = [Reasons.MalformedRequest, Reasons.InvalidCursor, Reasons.DuplicateName],
        });
        routes.Get("/audit/resolutions/{operation}", ResolveAsync, new AdminDescription("readResolution", "The name behind a pseudonym, for whoever requested the operation audit.resolve, for an hour after it was approved.")
        {
            Roles = reviewers,
            Response = typeof(ResolvedActor),
            Refusals = [Reasons.UnknownOperation, Reasons.OperationClosed, Reasons.UnknownRecord],
        });
        routes.Post("/audit/reindex", RebuildAsync, new AdminDescription("rebuildIndex", "Begins the index anew from the log. Until it is there again, searches find what is indexed so far, the oldest records first.")
        {
            Roles = reviewers,
            Changes = true,
            Response = typeof(object),
            Statuses = [StatusCodes.Status202Accepted],
        });
    }

    private void MapReading(AdminRoutes routes)
    {
        string[] reviewers = [AdminRoles.SecurityReviewer];
        routes.Get("/audit/records", Reading(ReviewVerb.Search), new AdminDescription("searchAudit", "Audit records of a tenant, the newest first, a page at a time.")
        {
            Roles = reviewers,
            Response = typeof(AuditPage),
            Query = [.. Filters, ("limit", "How many, 1 to 500; 50 where it is left out."), ("cursor", "The next of the page before, with the same filters.")],
            Refusals = [Reasons.MalformedRequest, Reasons.InvalidCursor],
        });
        routes.Get("/audit/counts", Reading(ReviewVerb.Count), new AdminDescription("countAudit", "How many records of a tenant there are, in all and by event, outcome, class, route and key, up to 10,000 each.")
        {
            Roles = reviewers,
            Response = typeof(AuditCounts),
            Query = Filters,
            Refusals = [Reasons.MalformedRequest],
        });
        routes.Get("/audit/timeline", Reading(ReviewVerb.Timeline), new AdminDescription("readTimeline", "All records of a request or of a trace, the oldest first; at most 500.")
        {
            Roles = reviewers,
            Response = typeof(AuditPage),
            Query = [("tenant", "Whose records."), ("request", "X-Request-Id; this or the trace."), ("trace", "The trace id.")],
            Refusals = [Reasons.MalformedRequest],
        });
        routes.Get("/audit/tail", Reading(ReviewVerb.Tail), new AdminDescription("tailAudit", "Audit records of a tenant as they come, one a line, for half a minute.")
        {
            Roles = reviewers,
            MediaType = Lines,
            Response = typeof(FoundRecord),
            Query = [.. Filters, ("after", "The number of the last record that is known; left out, it begins with the newest few.")],
            Refusals = [Reasons.MalformedRequest],
        });
        routes.Get("/audit/alarms", Reading(ReviewVerb.Alarms), new AdminDescription("listAlarms", "Alarms, the newest first, a page at a time.")
        {
            Roles = reviewers,
            Response = typeof(AlarmPage),
            Query = [("tenant", "Whose; operator for those about the log itself. Left out, all."), ("kind", "The kind, such as first_reveal."), ("from", "The first moment, RFC 3339."), ("to", "The moment before which it ends, RFC 3339."), ("limit", "How many, 1 to 500; 50 where it is left out."), ("cursor", "The next of the page before.")],
            Refusals = [Reasons.MalformedRequest, Reasons.InvalidCursor],
        });
        routes.Get("/audit/records/{tenant}/{sequence}", ShowAsync, new AdminDescription("showAuditRecord", "One audit record.")
        {
            Roles = reviewers,
            Response = typeof(FoundRecord),
            Refusals = [Reasons.UnknownRecord],
        });
    }

    private Func<HttpContext, Actor, Task> Reading(ReviewVerb verb) => async (context, actor) =>
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in context.Request.Query)
        {
            if (values is not [{ } value])
            {
                context.Features.Set(new Refusal(Reasons.MalformedRequest, name));
                return;
            }

            parameters.Add(name, value);
        }

        await AnswerAsync(context, actor, review.Read(verb, null, parameters));
    };

    private Task ShowAsync(HttpContext context, Actor actor)
    {
        if (context.Request.Query.Count > 0)
        {
            context.Features.Set(new Refusal(Reasons.UnknownRecord));
            return Task.CompletedTask;
        }

        var values = context.Request.RouteValues;
        var parameters = new Dictionary<string, string> { ["tenant"] = values["tenant"] as string ?? "", ["sequence"] = values["sequence"] as string ?? "" };
        return AnswerAsync(context, actor, review.Read(ReviewVerb.Show, null, parameters));
    }

    private async Task PersonAsync(HttpContext context, Actor actor)
    {
        try
        {
            await AnswerAsync(context, actor, await ReadPersonAsync(context));
        }
        catch (KeyServiceException denied)
        {
            context.Features.Set(denied.Refusal);
        }
    }

    private async ValueTask<(ReviewPlan? Plan, Refusal? Refusal)> ReadPersonAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType()) return (null, new Refusal(Reasons.UnsupportedMediaType));
        if (context.Request.Headers.ContentEncoding.Count > 0) return (null, new Refusal(Reasons.UnsupportedContentEncoding));
        return await review.ReadAsync(null, context.Request.Body, context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context, Actor actor, (ReviewPlan? Plan, Refusal? Refusal) read)
    {
        if (read.Plan is not { } plan)
        {
            context.Features.Set(read.Refusal);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, plan.Event, plan.Subject), () => plan.Lines is { } lines ? WriteLinesAsync(context, lines) : WriteAsync(context, plan));
    }

    private static async Task WriteAsync(HttpContext context, ReviewPlan plan)
    {
        if (plan.Answer is { } answer && await answer(context.RequestAborted) is { } document) await context.Response.WriteAsJsonAsync(document, TenantItem.Json, context.RequestAborted);
        else context.Features.Set(new Refusal(Reasons.UnknownRecord));
    }

    private static async Task WriteLinesAsync(HttpContext context, Func<CancellationToken, IAsyncEnumerable<FoundRecord?>> lines)
    {
        context.Response.ContentType = Lines;
        await foreach (var record in lines(context.RequestAborted))
        {
            if (record is null)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                continue;
            }

            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(record, TenantItem.Json), context.RequestAborted);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        }
    }

    private async Task ResolveAsync(HttpContext context, Actor actor)
    {
        // Another's operation is as good as none: whoever approves does not see the name.
        if (context.GetRouteValue("operation") is not string id || await operations.FindAsync(id, context.RequestAborted) is not { Kind: AuditResolution.Kind } operation
            || operation.RequestedBy != actor.Id || !AuditResolution.TryReadActor(operation.Parameters, out var sought))
        {
            context.Features.Set(new Refusal(Reasons.UnknownOperation));
            return;
        }

        if (operation.State != OperationState.Done || operation.EndedAt is not { } ended || time.GetUtcNow() >= ended + AuditResolution.Life)
        {
            context.Features.Set(new Refusal(Reasons.OperationClosed));
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        var entry = AdminAudit.EntryOf(context, actor, AuditEvent.PseudonymResolved, $"{operation.Tenant} {sought}") with { Operation = operation.Id };
        await reading.RunAsync(context, entry, async () =>
        {
            try
            {
                if (await review.ResolveAsync(operation.Tenant, sought, context.RequestAborted) is { } name) await context.Response.WriteAsJsonAsync(new ResolvedActor(sought.Value, name), TenantItem.Json, context.RequestAborted);
                else context.Features.Set(new Refusal(Reasons.UnknownRecord));
            }
            catch (KeyServiceException denied)
            {
                context.Features.Set(denied.Refusal);
            }
        });
    }

    private async Task RebuildAsync(HttpContext context, Actor actor)
    {
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason))
        {
            context.Features.Set(new Refusal(Reasons.MissingReason, ChangeReason.Header));
            return;
        }

        var refusal = await change.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.AuditReindexed, "index", reason), async () =>
        {
            await review.RebuildAsync(CancellationToken.None);
            return ChangeResult.Done(answered =>
            {
                answered.Response.StatusCode = StatusCodes.Status202Accepted;
                return answered.Response.WriteAsJsonAsync(new { }, TenantItem.Json, answered.RequestAborted);
            });
        });
        if (refusal is not null) context.Features.Set(refusal);
    }
}

/// <param name="Tenant">Whose records.</param>
/// <param name="Class">The class of the value, such as email.</param>
/// <param name="Value">The clear value.</param>
/// <param name="From">The first moment, RFC 3339.</param>
/// <param name="To">The moment before which it ends.</param>
/// <param name="Limit">How many, 1 to 500.</param>
/// <param name="Cursor">The next of the page before.</param>
internal sealed record PersonDraft(string Tenant, string Class, string Value, string? From, string? To, int? Limit, string? Cursor);

/// <param name="Actor">The pseudonym.</param>
/// <param name="Name">As the identity provider names it.</param>
internal sealed record ResolvedActor(string Actor, string Name);
