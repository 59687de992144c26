using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>
/// <c>POST /admin/tenants</c>: creates a tenant, or says that it is there already. What is about to be done is recorded before it is done, and how it
/// ended before it is told.
/// </summary>
internal sealed class TenantCreation(
    TenantDefinitionReader definitions, ITenantProvisioning provisioning, ITenantDirectory tenants, IAuditTrail audit, ILogger<TenantCreation> logger)
{
    public async Task AnswerAsync(HttpContext context, Actor actor)
    {
        if (await CreateAsync(context, actor) is { } refusal) context.Features.Set(refusal);
    }

    private async Task<Refusal?> CreateAsync(HttpContext context, Actor actor)
    {
        // :: Step 1: the request
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        var (document, fault) = await DefinitionBody.ReadAsync(context.Request, context.RequestAborted);
        if (document is null) return new Refusal(fault ?? Reasons.MalformedJson);
        using var owned = document;
        if (ReadTenant(document, out var refusal) is not { } tenant) return refusal;
        try
        {
            // :: Step 2: the intent
            await audit.CommitAsync(EntryOf("intent"), context.RequestAborted);
            // :: Step 3: the deed and its record, to the end even if the caller hangs up
            var result = await ProvisionAsync(tenant);
            await audit.CommitAsync(EntryOf(OutcomeOf(result)), CancellationToken.None);
            // :: Step 4: the answer
            return result switch
            {
                TenantCreationResult.Created => await TellAsync(context, tenant, StatusCodes.Status201Created),
                TenantCreationResult.AlreadyExists => await TellAsync(context, tenant, StatusCodes.Status200OK),
                TenantCreationResult.KeyDenied => KeyRefusals.Of(KeyServiceFailure.Denied),
                TenantCreationResult.KeyServiceFailed => KeyRefusals.Of(KeyServiceFailure.Unavailable),
                TenantCreationResult.Conflict => new Refusal(Reasons.TenantConflict),
                _ => new Refusal(Reasons.InternalError),
            };
        }
        catch (AuditUnavailableException)
        {
            return new Refusal(Reasons.AuditUnavailable);
        }

        AuditEntry EntryOf(string outcome) => AdminAudit.EntryOf(context, actor, AuditEvent.TenantCreated, outcome, tenant.Id, reason);
    }

    private Tenant? ReadTenant(System.Text.Json.JsonDocument document, out Refusal? refusal)
    {
        refusal = null;
        try
        {
            var tenant = definitions.Read(document.RootElement, out var problems);
            if (tenant is null) refusal = new Refusal(Reasons.InvalidDefinition) { Extensions = new Dictionary<string, object> { ["errors"] = problems } };
            return tenant;
        }
        catch (InvalidOperationException)
        {
            // The only way in which the JSON reader says so.
            refusal = new Refusal(Reasons.LoneSurrogate);
            return null;
        }
    }

    private async Task<TenantCreationResult> ProvisionAsync(Tenant tenant)
    {
        try
        {
            return await provisioning.CreateAsync(tenant, CancellationToken.None) switch
            {
                CreateTenantOutcome.Created => TenantCreationResult.Created,
                CreateTenantOutcome.AlreadyExists => TenantCreationResult.AlreadyExists,
                _ => TenantCreationResult.Conflict,
            };
        }
        catch (Exception e)
        {
            // Whatever the fault: the intent is on record, so how it ended must be as well.
            Log.CreationFailed(logger, tenant.Id, e.GetType().Name);
            return e switch
            {
                KeyServiceException { Failure: KeyServiceFailure.Denied } => TenantCreationResult.KeyDenied,
                KeyServiceException => TenantCreationResult.KeyServiceFailed,
                _ => TenantCreationResult.Failed,
            };
        }
    }

    private async Task<Refusal?> TellAsync(HttpContext context, Tenant tenant, int status)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(TenantItem.Of(tenants.Find(tenant.Id) ?? tenant), TenantItem.Json, context.RequestAborted);
        return null;
    }

    private static string OutcomeOf(TenantCreationResult result) => result switch
    {
        TenantCreationResult.Created => "ok",
        TenantCreationResult.AlreadyExists => "unchanged",
        TenantCreationResult.KeyDenied => KeyRefusals.Of(KeyServiceFailure.Denied).Reason.Code,
        TenantCreationResult.KeyServiceFailed => KeyRefusals.Of(KeyServiceFailure.Unavailable).Reason.Code,
        TenantCreationResult.Conflict => Reasons.TenantConflict.Code,
        _ => Reasons.InternalError.Code,
    };
}

internal enum TenantCreationResult
{
    Created,
    AlreadyExists,
    Conflict,
    KeyDenied,
    KeyServiceFailed,
    Failed,
}
