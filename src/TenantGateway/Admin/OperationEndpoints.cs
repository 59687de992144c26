using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>Operations that take four eyes: requested by one person, decided by another.</summary>
internal sealed class OperationEndpoints(IOperations operations, OperationDraftReader drafts, RecordedChange change, RecordedReading reading)
{
    private const string RouteName = "operation";

    public async Task RequestAsync(HttpContext context, Actor actor)
    {
        if (!TryReadReason(context, out var reason)) return;
        var (draft, refusal) = await DefinitionBody.ReadAsync(context.Request, drafts.Read, context.RequestAborted);
        if (draft is not var (kind, tenant, parameters))
        {
            context.Features.Set(refusal);
            return;
        }

        if (!MayAct(context, kind, actor, secondFactor: false)) return;
        var id = operations.NewId();
        var entry = AdminAudit.EntryOf(context, actor, AuditEvent.OperationRequested, Operation.AuditSubjectOf(tenant, kind.Name, id), reason);
        await ChangeAsync(context, entry, requested => TellAsync(context, requested, StatusCodes.Status201Created), () => operations.RequestAsync(id, kind, tenant, parameters, reason, PersonOf(context, actor), CancellationToken.None));
    }

    public async Task ListAsync(HttpContext context, Actor actor)
    {
        if (!TryReadFilter(context, "state", OperationStates.TryParse, out OperationState? state)) return;
        if (!TryReadFilter(context, "tenant", TenantId.TryParse, out TenantId? tenant)) return;
        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.OperationRead), async () =>
        {
            var items = (await operations.ListAsync(state, tenant, context.RequestAborted)).Select(OperationItem.Of).ToArray();
            await context.Response.WriteAsJsonAsync(new OperationList(items), TenantItem.Json, context.RequestAborted);
        });
    }

    public async Task ShowAsync(HttpContext context, Actor actor)
    {
        if (await FindAsync(context) is not { } operation) return;
        await reading.RunAsync(
            context, AdminAudit.EntryOf(context, actor, AuditEvent.OperationRead, operation.AuditSubject), () => TellAsync(context, operation, StatusCodes.Status200OK));
    }

    public async Task ApproveAsync(HttpContext context, Actor actor)
    {
        if (!TryReadReason(context, out var reason)) return;
        if (await FindAsync(context) is not { } operation || !MayApprove(context, operation, actor)) return;
        var (hash, refusal) = await DefinitionBody.ReadAsync(context.Request, OperationDraftReader.ReadHash, context.RequestAborted);
        if (hash is null)
        {
            context.Features.Set(refusal);
            return;
        }

        await ApproveAsync(context, actor, operation, hash, reason, approved => TellAsync(context, approved, StatusCodes.Status202Accepted));
    }

    /// <summary>Approves what the hash says, for an approver whose login and role have been judged.</summary>
    public Task ApproveAsync(HttpContext context, Actor actor, Operation operation, ReadOnlyMemory<byte> hash, string reason, Func<Operation, Task> tell) => ChangeAsync(
        context,
        AdminAudit.EntryOf(context, actor, AuditEvent.OperationApproved, operation.AuditSubject, reason),
        tell,
        () => operations.ApproveAsync(operation.Id, hash, PersonOf(context, actor), CancellationToken.None));

    public async Task DenyAsync(HttpContext context, Actor actor)
    {
        if (!TryReadReason(context, out var reason)) return;
        if (await FindAsync(context) is not { } operation) return;
        await DenyAsync(context, actor, operation, reason, denied => TellAsync(context, denied, StatusCodes.Status200OK));
    }

    public Task DenyAsync(HttpContext context, Actor actor, Operation operation, string reason, Func<Operation, Task> tell) => ChangeAsync(
        context,
        AdminAudit.EntryOf(context, actor, AuditEvent.OperationDenied, operation.AuditSubject, reason),
        tell,
        () => operations.DenyAsync(operation.Id, PersonOf(context, actor), CancellationToken.None));

    /// <summary>Whether the actor may approve operations of that kind with this login; a refusal where not.</summary>
    public bool MayApprove(HttpContext context, Operation operation, Actor actor)
    {
        if (operations.Kinds.GetValueOrDefault(operation.Kind) is { } kind) return MayAct(context, kind, actor, secondFactor: true);
        context.Features.Set(new Refusal(Reasons.OperationClosed));
        return false;
    }

    private async Task ChangeAsync(HttpContext context, AuditEntry entry, Func<Operation, Task> tell, Func<ValueTask<OperationAnswer>> deed)
    {
        var refusal = await change.RunAsync(context, entry, async () => await deed() switch
        {
            { Refusal: { } reason } => ChangeResult.Refused(reason),
            { Operation: { } operation } => ChangeResult.Done(_ => tell(operation)),
            _ => ChangeResult.Refused(Reasons.InternalError),
        });
        if (refusal is not null) context.Features.Set(refusal);
    }

    /// <summary>Whether the actor has a role of the kind and a login as fresh as it asks for; a refusal where not.</summary>
    private static bool MayAct(HttpContext context, IOperationKind kind, Actor actor, bool secondFactor)
    {
        var refusal = kind.Roles.Any(actor.Roles.Contains)
            ? (context.Features.Get<ILoginDemand>() ?? throw new InvalidOperationException("Nobody can judge the login.")).Demand(kind.MaxLoginAge, secondFactor)
            : new Refusal(Reasons.RoleMissing);
        if (refusal is not null) context.Features.Set(refusal);
        return refusal is null;
    }

    private static OperationPerson PersonOf(HttpContext context, Actor actor) =>
        new(actor, (context.Features.Get<VerifiedToken>() ?? throw new InvalidOperationException("An actor without a token.")).Subject);

    private static bool TryReadReason(HttpContext context, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? reason)
    {
        if (ChangeReason.TryRead(context.Request.Headers, out reason)) return true;
        context.Features.Set(new Refusal(Reasons.MissingReason, ChangeReason.Header));
        return false;
    }

    private delegate bool Parser<T>(string? text, out T value);

    private static bool TryReadFilter<T>(HttpContext context, string name, Parser<T> parse, out T? filter)
        where T : struct
    {
        filter = null;
        if (!context.Request.Query.TryGetValue(name, out var values)) return true;
        if (values is [var text] && parse(text, out var value))
        {
            filter = value;
            return true;
        }

        context.Features.Set(new Refusal(Reasons.MalformedRequest, name));
        return false;
    }

    /// <summary>The operation that the route names; null, and a refusal, where there is none.</summary>
    public async Task<Operation?> FindAsync(HttpContext context)
    {
        if (context.GetRouteValue(RouteName) is string id && await operations.FindAsync(id, context.RequestAborted) is { } operation) return operation;
        context.Features.Set(new Refusal(Reasons.UnknownOperation));
        return null;
    }

    private static Task TellAsync(HttpContext context, Operation operation, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(OperationItem.Of(operation), TenantItem.Json, context.RequestAborted);
    }
}
