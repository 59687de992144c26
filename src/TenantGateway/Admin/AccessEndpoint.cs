using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Explanations;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>
/// <c>POST /admin/access/explain</c>: what a token would be given on a route, and why. Takes the claims of a token and never the token, keeps nothing of them, and
/// records who asked about which route and tenant.
/// </summary>
internal sealed class AccessEndpoint(
    IClaimsReader claims, IActorExaminer actors, IRoutePolicies routes, ITenantDirectory tenants, IssuerRegistry issuers, RecordedReading reading, TimeProvider time)
{
    private const int MaxTextLength = 255;

    // Found at the request: what it asks belongs to other features, which need not be there when routes are mapped.
    public static void Map(AdminRoutes admin) => admin.Post("/access/explain", (context, actor) => context.RequestServices.GetRequiredService<AccessEndpoint>().AnswerAsync(context, actor), new AdminDescription("explainAccess", "What a token with these claims would be given on a route, and why. The claims are not kept.")
    {
        Roles = [AdminRoles.PolicyAdmin, AdminRoles.SecurityReviewer],
        Request = typeof(AccessDraft),
        Response = typeof(ExplainedAccess),
        Refusals = [Reasons.UnknownRoute],
    });

    private async Task AnswerAsync(HttpContext context, Actor actor)
    {
        var (question, refusal) = await DefinitionBody.ReadAsync(context.Request, Read, context.RequestAborted);
        if (question is null)
        {
            context.Features.Set(refusal);
            return;
        }

        if (routes.Find(question.Route) is not { } route)
        {
            context.Features.Set(new Refusal(Reasons.UnknownRoute, "$.route"));
            return;
        }

        var (explained, tenant) = Explain(question, route);
        var subject = tenant is { } known ? $"{route.Route} {known}" : route.Route;
        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.AccessExplained, subject), () => context.Response.WriteAsJsonAsync(explained, TenantItem.Json, context.RequestAborted));
    }

    private (ExplainedAccess, TenantId?) Explain(AccessQuestion question, RoutePolicy route)
    {
        // Where no token is asked for, none is looked at.
        var at = question.At ?? time.GetUtcNow();
        if (AccessExplainer.NobodyNamed(route.Plan.Policy) is { } open)
            return (new ExplainedAccess { Route = route.Route, PolicyVersion = route.Version, Access = AccessExplainer.Explain(route.Plan.Policy, open, null, at) }, null);

        // :: Step 1: the token, but for its signature
        var read = claims.Read(question.Claims, at);
        var answer = new ExplainedAccess { Route = route.Route, PolicyVersion = route.Version, TokenDefect = read.Defect };
        if (read.Token is not { } token) return (answer with { RefusedAs = Reasons.InvalidToken.Code }, null);

        // :: Step 2: the tenant
        var tenant = issuers.IsOperator(token.Issuer, token.OrganizationId) ? null : tenants.FindByOrganization(token.Issuer, token.OrganizationId);
        if (tenant is null) return (answer with { RefusedAs = Reasons.UnknownOrganization.Code }, null);
        answer = answer with { Tenant = tenant.Id.Value, RefusedAs = tenant.State == TenantState.Active ? null : Reasons.TenantSuspended.Code };

        // :: Step 3: the login
        var examined = actors.Examine(token, tenant.Id, tenant.Find(new OrganizationKey(token.Issuer, token.OrganizationId)), route.Login, at);
        var kind = route.Plan.Policy.Callers.Accepts(examined.Actor.Kind) ? null : Reasons.CallerNotAccepted;
        answer = answer with { RefusedAs = answer.RefusedAs ?? (examined.Refused ?? kind)?.Code };

        // :: Step 4: the rules, also for whoever would not come so far
        return (answer with { Access = AccessExplainer.Explain(route.Plan.Policy, examined.Actor, question.Purpose, at) }, tenant.Id);
    }

    private static AccessQuestion? Read(JsonElement body, out IReadOnlyList<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        problems = found;
        var root = new DefinitionCursor(body, "$", found);
        var members = root.AsObject("route", "claims", "purpose", "at");
        foreach (var missing in new[] { "route", "claims" }.Where(name => !members.ContainsKey(name))) root.Report($"The member {missing} is missing.", "Add it.");
        var route = members.GetValueOrDefault("route")?.AsText(MaxTextLength);
        var purpose = members.GetValueOrDefault("purpose")?.AsText(MaxTextLength);
        var at = ReadMoment(members.GetValueOrDefault("at"));
        return found.Count > 0 || route is null ? null : new AccessQuestion(route, Encoding.UTF8.GetBytes(body.GetProperty("claims").GetRawText()), purpose, at);
    }

    private static DateTimeOffset? ReadMoment(DefinitionCursor? cursor)
    {
        if (cursor?.AsText(MaxTextLength) is not { } text) return null;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return at;
        cursor.Report("It is no moment.", "Give one of RFC 3339 without fractions of a second, such as 2026-03-01T12:00:00Z.");
        return null;
    }

    private sealed record AccessQuestion(string Route, byte[] Claims, string? Purpose, DateTimeOffset? At);
}

/// <summary>What is asked.</summary>
/// <param name="Route">The id of a route.</param>
/// <param name="Claims">The payload of a token.</param>
/// <param name="Purpose">What the caller would state in <c>X-Purpose</c>.</param>
/// <param name="At">When; RFC 3339. Default: now.</param>
internal sealed record AccessDraft(string Route, JsonObject Claims, string? Purpose, string? At);

/// <summary>What would be given.</summary>
internal sealed record ExplainedAccess
{
    public required string Route { get; init; }

    public required string PolicyVersion { get; init; }

    /// <summary>What is wrong with the claims; callers are never told.</summary>
    public string? TokenDefect { get; init; }

    public string? Tenant { get; init; }

    /// <summary>The code of the refusal that the caller would meet before any rule is looked at; null where there is none.</summary>
    public string? RefusedAs { get; init; }

    /// <summary>Null where nobody is known to whom rules could apply.</summary>
    public AccessExplanation? Access { get; init; }
}
