using System.Globalization;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Coverage;
using TenantGateway.Core.Protection;

namespace TenantGateway.Admin;

/// <summary><c>GET /admin/coverage</c>: what policies cover in the traffic of each route, and what nobody has named. Counts and names of places; no value, no tenant, nobody. On record before it is told.</summary>
internal sealed class CoverageEndpoint(ICoverage coverage, IRoutePolicies policies, RecordedReading reading, TimeProvider time)
{
    private const int DefaultDays = 7;
    private const int MaxDays = 366;
    private const string DayFormat = "yyyy-MM-dd";

    public static void Map(AdminRoutes admin) => admin.Get("/coverage", (context, actor) => context.RequestServices.GetRequiredService<CoverageEndpoint>().AnswerAsync(context, actor), new AdminDescription("readCoverage", "What policies cover in the traffic of each route, and what they do not, over some days.")
    {
        Roles = [AdminRoles.PolicyAdmin, AdminRoles.SecurityReviewer],
        Response = typeof(CoverageReport),
        Query = [("route", "Only this route."), ("from", "The first day in UTC, such as 2026-03-01. Default: six days before the last."), ("to", "The last day. Default: today.")],
        Refusals = [Reasons.MalformedRequest],
    });

    private async Task AnswerAsync(HttpContext context, Actor actor)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!TryReadDay(context, "to", today, out var to) || !TryReadDay(context, "from", to.AddDays(1 - DefaultDays), out var from)) return;
        if (from > to || to.DayNumber - from.DayNumber >= MaxDays)
        {
            context.Features.Set(new Refusal(Reasons.MalformedRequest, "?from"));
            return;
        }

        if (context.Request.Query["route"] is { Count: > 1 })
        {
            context.Features.Set(new Refusal(Reasons.MalformedRequest, "?route"));
            return;
        }

        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.CoverageRead, $"{Text(from)}/{Text(to)}"), async () =>
        {
            var totals = await coverage.SumAsync(from, to, context.Request.Query["route"], context.RequestAborted);
            var routes = totals.GroupBy(total => total.Route, StringComparer.Ordinal).Select(of => RouteOf(of.Key, of));
            await context.Response.WriteAsJsonAsync(new CoverageReport(Text(from), Text(to), [.. routes]), TenantItem.Json, context.RequestAborted);
        });
    }

    private RouteCoverage RouteOf(string route, IEnumerable<CoverageTotal> totals)
    {
        var policy = policies.Find(route)?.Plan.Policy;
        var items = totals.Select(total => new CoverageItem(JsonNamingPolicy.KebabCaseLower.ConvertName(total.What.ToString()), total.Detail, total.Count));
        return new RouteCoverage(route, policy?.Name, policy?.Mode.ToString().ToLowerInvariant(), [.. items]);
    }

    private static bool TryReadDay(HttpContext context, string name, DateOnly otherwise, out DateOnly day)
    {
        day = otherwise;
        if (!context.Request.Query.TryGetValue(name, out var values)) return true;
        if (values.Count == 1 && DateOnly.TryParseExact(values[0], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day.Year is > 1970 and < 9000) return true;
        context.Features.Set(new Refusal(Reasons.MalformedRequest, $"?{name}"));
        return false;
    }

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}

/// <summary>What was counted in some days.</summary>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day.</param>
/// <param name="Routes">Those that had traffic.</param>
internal sealed record CoverageReport(string From, string To, RouteCoverage[] Routes);

/// <param name="Route">The id of the route.</param>
/// <param name="Policy">Its policy now; null where the route names none any more.</param>
/// <param name="Mode">What that does about what it finds: protect, enforce or observe.</param>
/// <param name="Counts">By what happened.</param>
internal sealed record RouteCoverage(string Route, string? Policy, string? Mode, CoverageItem[] Counts);

/// <param name="What">body, protected, given, found, unlisted, clear-at-rest, foreign-token, damaged-token, observed, would-refuse.</param>
/// <param name="Detail">Direction and treatment, class, class and form, path, direction and class, direction and reason; empty where there is nothing to say.</param>
/// <param name="Count">How often. Unlisted values are looked for in a few documents a second.</param>
internal sealed record CoverageItem(string What, string Detail, long Count);
