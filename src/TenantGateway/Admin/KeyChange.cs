using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>
/// <c>POST /admin/tenants/{tenant}/keys/...</c>: changes the tenant's keys, 200 where it is done and 202 where a generation waits to become primary. With
/// <c>?dryRun=true</c> nothing is changed, and the answer says what would be.
/// </summary>
internal sealed class KeyChange(IKeyRotations rotations, ITenantDirectory tenants, RecordedChange change, RecordedReading reading)
{
    /// <summary>The endpoint of one kind of change.</summary>
    public Func<HttpContext, Actor, Task> Endpoint(RotationKind kind, AuditEvent happened) => async (context, actor) =>
    {
        if (await ChangeAsync(context, actor, kind, happened) is { } refusal) context.Features.Set(refusal);
    };

    private async Task<Refusal?> ChangeAsync(HttpContext context, Actor actor, RotationKind kind, AuditEvent happened)
    {
        // :: Step 1: the request
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant)) return new Refusal(Reasons.UnknownTenant);
        if (!KeyChangeRequest.TryReadDryRun(context.Request.Query, out var isDryRun)) return new Refusal(Reasons.MalformedRequest, "dryRun");
        var (generation, refusal) = await KeyChangeRequest.ReadGenerationAsync(context, kind is RotationKind.Disable or RotationKind.Enable);
        if (refusal is not null) return refusal;
        var request = new RotationRequest(tenant.Id, kind, generation);
        if (isDryRun)
        {
            await PlanAsync(context, actor, request);
            return null;
        }

        // :: Step 2: the reason, and the change on record
        if (!ChangeReason.TryRead(context.Request.Headers, out var reason)) return new Refusal(Reasons.MissingReason, ChangeReason.Header);
        var subject = generation is { } keyId ? $"{tenant.Id}/{keyId}" : tenant.Id.Value;
        return await change.RunAsync(context, AdminAudit.EntryOf(context, actor, happened, subject, reason), () => RunAsync(request));
    }

    private Task PlanAsync(HttpContext context, Actor actor, RotationRequest request) =>
        reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.KeysListed, request.Tenant.Value), async () =>
        {
            var plan = await rotations.PlanAsync(request, context.RequestAborted);
            if (plan.Refusal == Reasons.UnknownGeneration) context.Features.Set(new Refusal(plan.Refusal));
            else await TellAsync(context, request, plan, StatusCodes.Status200OK, isDryRun: true);
        });

    private async Task<ChangeResult> RunAsync(RotationRequest request)
    {
        var plan = await rotations.RunAsync(request, CancellationToken.None);
        if (plan.Refusal is { } reason) return ChangeResult.Refused(RefusalOf(reason, plan));
        var status = plan.Waits ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        return plan.Changes.IsEmpty ? ChangeResult.Unchanged(Tell) : ChangeResult.Done(Tell);

        Task Tell(HttpContext context) => TellAsync(context, request, plan, status, isDryRun: false);
    }

    // Each place that stands in the way, as the definition of a tenant has its problems.
    private static Refusal RefusalOf(Reason reason, RotationPlan plan)
    {
        DefinitionProblem[] errors =
        [
            .. plan.Breaks.Select(search => new DefinitionProblem($"{search.Route}?{search.Parameter}", "The service would be asked by one token of two.", $"Declare in the policy {search.Policy} how it takes two.")),
            .. plan.Open.Select(open => new DefinitionProblem(open.Dataset, open.Why, "Re-tokenize it to its end.")),
        ];
        return errors.Length == 0 ? new Refusal(reason) : new Refusal(reason) { Extensions = new Dictionary<string, object> { ["errors"] = errors } };
    }

    private async Task TellAsync(HttpContext context, RotationRequest request, RotationPlan plan, int status, bool isDryRun)
    {
        var generations = await rotations.ListAsync(request.Tenant, context.RequestAborted);
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status202Accepted) context.Response.Headers.Location = $"/admin/tenants/{request.Tenant}/keys";
        await context.Response.WriteAsJsonAsync(KeyRotationItem.Of(request.Tenant.Value, isDryRun, plan, generations), TenantItem.Json, context.RequestAborted);
    }
}
