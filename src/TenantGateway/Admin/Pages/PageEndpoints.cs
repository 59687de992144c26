using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin.Pages;

/// <summary>The pages, each on record and decided like the API's endpoint that shows or does the same.</summary>
internal sealed class PageEndpoints(ITenantDirectory tenants, IOperations operations, OperationEndpoints decisions, RecordedReading reading, ISessionActivity activity)
{
    private const string Operation = "/operations/{operation}";

    private static readonly string[] TenantReaders = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin, AdminRoles.SecurityReviewer];
    private static readonly string[] Deciders = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin, AdminRoles.PolicyAdmin];

    public static string AddressOf(Operation operation) => "/operations/" + operation.Id;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        string[] anybody = [.. AdminRoles.All];
        endpoints.MapGet("/", ForPeople(anybody, LoginAge.Reading, StartAsync));
        endpoints.MapGet(Operation, ForPeople(anybody, LoginAge.Reading, ShowAsync));
        endpoints.MapPost(Operation + "/approve", ForPeople(Deciders, LoginAge.Change, ApproveAsync));
        endpoints.MapPost(Operation + "/deny", ForPeople(Deciders, LoginAge.Change, DenyAsync));
    }

    /// <summary>Pages are for a session: a token has no anti-forgery, and no use for them.</summary>
    private static RequestDelegate ForPeople(string[] roles, LoginAge login, Func<HttpContext, Actor, BrowserSession, Task> page) => AdminGuard.For(roles, login, (context, actor) =>
    {
        if (context.Features.Get<BrowserSession>() is { } session) return page(context, actor, session);
        context.Features.Set(new Refusal(Reasons.UnknownRoute));
        return Task.CompletedTask;
    });

    private Task StartAsync(HttpContext context, Actor actor, BrowserSession session) => reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.OperationRead), async () =>
    {
        var waiting = await operations.ListAsync(OperationState.Requested, null, context.RequestAborted);
        if (!Array.Exists(TenantReaders, actor.Roles.Contains))
        {
            await ShowAsync(context, StartPage.Render(actor, session, activity.IdleLimit, waiting, null));
            return;
        }

        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.TenantsListed), () =>
            ShowAsync(context, StartPage.Render(actor, session, activity.IdleLimit, waiting, [.. tenants.All.OrderBy(tenant => tenant.Id.Value, StringComparer.Ordinal)])));
    });

    private async Task ShowAsync(HttpContext context, Actor actor, BrowserSession session)
    {
        if (await decisions.FindAsync(context) is not { } operation) return;
        await reading.RunAsync(
            context, AdminAudit.EntryOf(context, actor, AuditEvent.OperationRead, operation.AuditSubject), () => ShowAsync(context, OperationPage.Render(actor, session, operation)));
    }

    private async Task ApproveAsync(HttpContext context, Actor actor, BrowserSession session)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!TryReadReason(context, form, out var reason)) return;
        if (await decisions.FindAsync(context) is not { } operation || !decisions.MayApprove(context, operation, actor)) return;
        if (!OperationHash.TryParse(form[OperationPage.HashField], out var hash))
        {
            context.Features.Set(new Refusal(Reasons.OperationStale));
            return;
        }

        await decisions.ApproveAsync(context, actor, operation, hash, reason, approved => SeeAsync(context, approved));
    }

    private async Task DenyAsync(HttpContext context, Actor actor, BrowserSession session)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!TryReadReason(context, form, out var reason) || await decisions.FindAsync(context) is not { } operation) return;
        await decisions.DenyAsync(context, actor, operation, reason, denied => SeeAsync(context, denied));
    }

    private static bool TryReadReason(HttpContext context, IFormCollection form, out string reason)
    {
        reason = form[OperationPage.ReasonField].ToString();
        if (ChangeReason.IsReason(reason)) return true;
        context.Features.Set(new Refusal(Reasons.MissingReason, OperationPage.ReasonField));
        return false;
    }

    private static Task SeeAsync(HttpContext context, Operation operation)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = AddressOf(operation);
        return Task.CompletedTask;
    }

    private static Task ShowAsync(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}
