using System.Diagnostics;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>
/// <c>/.well-known/tenant-gateway/vault</c> on the data plane, for the tenant's own key admins: <c>GET</c> shows what is declared and what is bound, <c>PUT</c> declares, <c>DELETE</c> withdraws.
/// The operator has no way in: its people are no actors of a tenant.
/// </summary>
internal sealed class VaultEndpoint(
    VaultDeclarations declarations, VaultView view, IAuditTrail audit, IOptions<AzureKeyVaultOptions> options, ILogger<VaultEndpoint> logger)
{
    internal const string Path = "/.well-known/tenant-gateway/vault";

    internal async Task AnswerAsync(HttpContext context)
    {
        if (await HandleAsync(context) is { } refusal) context.Features.Set(refusal);
    }

    private async Task<Refusal?> HandleAsync(HttpContext context)
    {
        if (context.Features.Get<Actor>() is not { Kind: ActorKind.Person } actor || !actor.Roles.Contains(AdminRoles.KeyAdmin)) return new Refusal(Reasons.RoleMissing);
        return context.Request.Method switch
        {
            "GET" => await RecordedAsync(context, actor, AuditEvent.VaultRead, null, null, null),
            "PUT" => await DeclareAsync(context, actor),
            "DELETE" => await RecordedAsync(context, actor, AuditEvent.VaultWithdrawn, null, null, () => declarations.WithdrawAsync(actor.Tenant, CancellationToken.None).AsTask()),
            _ => new Refusal(Reasons.MethodNotAllowed) { Headers = [new("Allow", "GET, PUT, DELETE")] },
        };
    }

    private async Task<Refusal?> DeclareAsync(HttpContext context, Actor actor)
    {
        var (draft, fault) = await DeclarationDraft.ReadAsync(context.Request, context.RequestAborted);
        if (draft is null) return new Refusal(fault ?? Reasons.MalformedJson);
        if (!draft.HasReason) return new Refusal(Reasons.MissingReason, "reason");
        if (!CustomerKey.TryParse(draft.Vault, draft.Key, draft.Directory, options.Value, out var key, out var errors))
        {
            return new Refusal(Reasons.InvalidDefinition) { Extensions = new Dictionary<string, object> { ["errors"] = errors } };
        }

        return await RecordedAsync(context, actor, AuditEvent.VaultDeclared, $"{key}", draft.Reason, () => declarations.DeclareAsync(actor.Tenant, key, actor.Id, CancellationToken.None).AsTask());
    }

    // What is about to be done is recorded before it is done, and how it ended before it is told.
    private async Task<Refusal?> RecordedAsync(HttpContext context, Actor actor, AuditEvent happened, string? subject, string? reason, Func<Task>? change)
    {
        try
        {
            if (change is not null) await audit.CommitAsync(EntryOf("intent"), context.RequestAborted);
            var (document, failure) = await DoAsync(actor, change);
            await audit.CommitAsync(EntryOf(failure?.Reason.Code ?? "ok"), CancellationToken.None);
            if (document is null) return failure;
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsJsonAsync(document, VaultView.Json, context.RequestAborted);
            return null;
        }
        catch (AuditUnavailableException)
        {
            return new Refusal(Reasons.AuditUnavailable);
        }

        AuditEntry EntryOf(string outcome) => new()
        {
            Event = happened,
            Tenant = actor.Tenant,
            Outcome = outcome,
            Actor = actor.Id,
            Evidence = actor.Evidence,
            Organization = actor.Organization?.Reference,
            Route = Path,
            RequestId = context.TraceIdentifier,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            Subject = subject,
            Details = new AuditDetails(reason, context.Connection.RemoteIpAddress?.ToString()) { UserAgent = context.Request.Headers.UserAgent, ActorName = context.Features.Get<VerifiedToken>()?.Subject },
        };
    }

    private async Task<(VaultDocument? Document, Refusal? Failure)> DoAsync(Actor actor, Func<Task>? change)
    {
        try
        {
            if (change is not null) await change();
            return (await view.OfAsync(actor.Tenant, CancellationToken.None), null);
        }
        catch (Exception fault)
        {
            // Whatever the fault: the intent is on record, so how it ended must be as well.
            Log.DeclarationFailed(logger, actor.Tenant, fault.GetType().Name);
            return (null, (fault as KeyServiceException)?.Refusal ?? new Refusal(Reasons.InternalError));
        }
    }
}
