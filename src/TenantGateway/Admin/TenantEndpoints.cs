using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Admin;

/// <summary>One tenant: shown, suspended, resumed, held, and the certificate of its end. What ends a tenant or a hold is an operation.</summary>
internal sealed class TenantEndpoints(ITenantDirectory tenants, ITenantCare care, RecordedChange change, RecordedReading reading, IKeyEncryptionService keyService)
{
    private const string RouteName = "tenant";

    public async Task ShowAsync(HttpContext context, Actor actor)
    {
        if (await FindAsync(context) is not var (tenant, life)) return;
        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.TenantRead, tenant.Id.Value), () => TellAsync(context, tenant, life));
    }

    public Task SuspendAsync(HttpContext context, Actor actor) => ChangeAsync(context, actor, AuditEvent.TenantSuspended, tenant => care.SuspendAsync(tenant, CancellationToken.None));

    public Task ResumeAsync(HttpContext context, Actor actor) => ChangeAsync(context, actor, AuditEvent.TenantResumed, tenant => care.ResumeAsync(tenant, CancellationToken.None));

    public Task HoldAsync(HttpContext context, Actor actor) => ChangeAsync(context, actor, AuditEvent.TenantHeld, tenant => care.HoldAsync(tenant, actor.Id, CancellationToken.None));

    public async Task CertificateAsync(HttpContext context, Actor actor)
    {
        if (await FindAsync(context) is not var (tenant, life)) return;
        if (life.Termination is not { Certificate: { IsEmpty: false } certificate })
        {
            context.Features.Set(new Refusal(Reasons.TenantStateConflict));
            return;
        }

        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.CertificateRead, tenant.Id.Value), async () =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(certificate, context.RequestAborted);
        });
    }

    /// <summary>The public half of the signing key: nothing secret, but whoever verifies should have it from somebody they trust.</summary>
    public async Task SigningKeyAsync(HttpContext context, Actor actor)
    {
        var publicKey = await keyService.GetSigningKeyAsync(context.RequestAborted);
        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.CertificateRead, "signing-key"), () =>
            context.Response.WriteAsJsonAsync(SigningKeyItem.Of(publicKey), TenantItem.Json, context.RequestAborted));
    }

    private async Task ChangeAsync(HttpContext context, Actor actor, AuditEvent happened, Func<TenantId, ValueTask<CareOutcome>> deed)
    {
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason))
        {
            context.Features.Set(new Refusal(Reasons.MissingReason, ChangeReason.Header));
            return;
        }

        if (await FindAsync(context) is not var (tenant, _)) return;
        var entry = AdminAudit.EntryOf(context, actor, happened, tenant.Id.Value, reason);
        var refusal = await change.RunAsync(context, entry, async () => await deed(tenant.Id) switch
        {
            CareOutcome.Done => ChangeResult.Done(TellAsync),
            CareOutcome.Unchanged => ChangeResult.Unchanged(TellAsync),
            CareOutcome.UnknownTenant => ChangeResult.Refused(Reasons.UnknownTenant),
            _ => ChangeResult.Refused(Reasons.TenantStateConflict),
        });
        if (refusal is not null) context.Features.Set(refusal);
    }

    private async Task TellAsync(HttpContext context)
    {
        if (await FindAsync(context) is var (tenant, life)) await TellAsync(context, tenant, life);
    }

    private static Task TellAsync(HttpContext context, Tenant tenant, TenantLife life) =>
        context.Response.WriteAsJsonAsync(TenantLifeItem.Of(tenant, life), TenantItem.Json, context.RequestAborted);

    /// <summary>Null, and a refusal, where there is none.</summary>
    private async Task<(Tenant Tenant, TenantLife Life)?> FindAsync(HttpContext context)
    {
        if (TenantId.TryParse(context.GetRouteValue(RouteName) as string, out var id)
            && tenants.Find(id) is { } tenant && await care.FindAsync(id, context.RequestAborted) is { } life)
        {
            return (tenant, life);
        }

        context.Features.Set(new Refusal(Reasons.UnknownTenant));
        return null;
    }
}
