using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin;

/// <summary><c>GET|POST /admin/revocations</c>: ends logins before their tokens do.</summary>
internal sealed class RevocationEndpoints(IRevocations revocations, RevocationDraftReader drafts, RecordedChange change, RecordedReading reading)
{
    private const string Path = "/revocations";
    private const int MostListed = 1_000;

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, ListAsync, new AdminDescription("listRevocations", "The newest 1,000 revocations in force. Whom they mean is not kept.")
        {
            Roles = [AdminRoles.TenantAdmin, AdminRoles.SecurityReviewer],
            Response = typeof(RevocationList),
        });
        routes.Post(Path, RevokeAsync, new AdminDescription("revoke", "Ends a token, a session, or every login of a subject, an organization or an issuer up to a moment; on all processes within a second.")
        {
            Roles = [AdminRoles.TenantAdmin],
            Changes = true,
            Request = typeof(RevocationDraft),
            Response = typeof(RevocationItem),
            Statuses = [StatusCodes.Status201Created],
        });
    }

    private Task ListAsync(HttpContext context, Actor actor) => reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.RevocationsListed), async () =>
    {
        var items = (await revocations.ListAsync(MostListed, context.RequestAborted)).Select(RevocationItem.Of).ToArray();
        await context.Response.WriteAsJsonAsync(new RevocationList(items), TenantItem.Json, context.RequestAborted);
    });

    private async Task RevokeAsync(HttpContext context, Actor actor)
    {
        if (await TryRevokeAsync(context, actor) is { } refusal) context.Features.Set(refusal);
    }

    private async Task<Refusal?> TryRevokeAsync(HttpContext context, Actor actor)
    {
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        var (order, refusal) = await DefinitionBody.ReadAsync(context.Request, drafts.Read, context.RequestAborted);
        if (order is null) return refusal;
        // The mark and not the name, which is a person's.
        var entry = AdminAudit.EntryOf(context, actor, AuditEvent.LoginsRevoked, $"{RevocationItem.NameOf(order.Kind)}/{order.Mark}", reason);
        return await change.RunAsync(context, entry, () => RevokeAsync(order, actor));
    }

    private async Task<ChangeResult> RevokeAsync(RevocationOrder order, Actor actor)
    {
        var revoked = await revocations.RevokeAsync([order], actor.Id, CancellationToken.None);
        return ChangeResult.Done(context =>
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            return context.Response.WriteAsJsonAsync(RevocationItem.Of(revoked[0]), TenantItem.Json, context.RequestAborted);
        });
    }
}
