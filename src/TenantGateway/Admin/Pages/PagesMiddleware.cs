using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Extensions;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin.Pages;

/// <summary>
/// What a person meets around the pages: refusals that can be read, the way in for whoever is not logged in, and the way back to the login where a fresher or stronger one is
/// asked for (RFC 9470), which leads back to the page. The API is left alone.
/// </summary>
internal sealed partial class PagesMiddleware(RequestDelegate next, RefusalPage refusals, PagePolicy policy)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path == PageStyle.Path) return AnswerStyleAsync(context);
        return context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase) || !IsBrowser(context.Request) ? next(context) : GoOnAsync(context);
    }

    private async Task GoOnAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            policy.ApplyTo(context.Response.Headers);
            return Task.CompletedTask;
        });
        context.Features.Set<IRefusalPage>(refusals);
        await next(context);
        if (!context.Response.HasStarted && context.Features.Get<Refusal>() is { } refusal) await LeadOnAsync(context, refusal);
    }

    private static async Task LeadOnAsync(HttpContext context, Refusal refusal)
    {
        var isStart = context.Request.Path == "/" && HttpMethods.IsGet(context.Request.Method);
        if (isStart && (refusal.Reason == Reasons.MissingToken || refusal.Reason == Reasons.SessionEnded))
        {
            context.Features.Set<Refusal>(null);
            foreach (var (name, value) in refusal.Headers.Where(header => header.Key == "Set-Cookie")) context.Response.Headers.Append(name, value);
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(WelcomePage.Render(refusal.Reason == Reasons.SessionEnded), context.RequestAborted);
        }
        else if (LoginFor(context, refusal) is { } login)
        {
            context.Features.Set<Refusal>(null);
            foreach (var (name, value) in refusal.Headers.Where(header => header.Key == "Set-Cookie")) context.Response.Headers.Append(name, value);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = login;
        }
    }

    /// <summary>The login that a page leads to instead of a refusal; null where it does not. A login that has just been completed leads to no other, or it would go on for ever.</summary>
    private static string? LoginFor(HttpContext context, Refusal refusal)
    {
        if (Page().Match(context.Request.Path.Value ?? "") is not { Success: true } page) return null;
        var query = new QueryBuilder { { LoginPaths.Return, page.Groups["page"].Value } };
        if (refusal.Reason == Reasons.InsufficientAuthentication || refusal.Reason == Reasons.SessionIdle)
        {
            // As any client reads it (RFC 9470 section 3).
            if (refusal.Headers.Select(header => MaxAge().Match(header.Value)).FirstOrDefault(found => found.Success) is { } asked) query.Add(LoginPaths.MaxAge, asked.Groups["seconds"].Value);
        }
        else if (refusal.Reason != Reasons.MissingToken && refusal.Reason != Reasons.SessionEnded)
        {
            return null;
        }

        return LoginPaths.Login + query.ToQueryString();
    }

    private static bool IsBrowser(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] == "navigate" || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private Task AnswerStyleAsync(HttpContext context)
    {
        policy.ApplyTo(context.Response.Headers);
        context.Response.ContentType = "text/css; charset=utf-8";
        return context.Response.WriteAsync(PageStyle.Css, context.RequestAborted);
    }

    [GeneratedRegex("^(?<page>/(operations/op_[a-z2-7]{1,64})?)(/approve|/deny)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Page();

    [GeneratedRegex("max_age=\"(?<seconds>[0-9]{1,9})\"", RegexOptions.CultureInvariant)]
    private static partial Regex MaxAge();
}
