using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Protection;

/// <summary>
/// Takes the values in the path, in headers and in cookies of a request through its policy. A path goes on with tokens in it; headers and cookies of
/// rules go on beside those that every service gets (<see cref="ForwardedValues"/>).
/// </summary>
internal sealed class RequestValues(UnitPipeline pipeline)
{
    public async ValueTask<Refusal?> ProtectAsync(HttpContext context, UnitContext units)
    {
        var values = units.Plan.Values;
        if (units.Plan.Observes)
        {
            PassOn(context, values);
            return CheckPath(context);
        }

        var refusal = values.Path is { } path ? await ProtectPathAsync(context, units, path) : CheckPath(context);
        if (refusal is not null || (values.Headers.IsEmpty && values.Cookies.IsEmpty)) return refusal;

        var forwarded = new ForwardedValues();
        context.Features.Set(forwarded);
        return await ProtectHeadersAsync(context, units, forwarded) ?? await ProtectCookiesAsync(context, units, forwarded);
    }

    // Where a policy only observes, services get what it names as it was sent.
    private static void PassOn(HttpContext context, ValuePlans values)
    {
        if (values.Headers.IsEmpty && values.Cookies.IsEmpty) return;
        var forwarded = new ForwardedValues();
        foreach (var (name, _) in values.Headers)
        {
            if (context.Request.Headers[name] is { Count: > 0 } sent) forwarded.Add(name, sent.ToString());
        }

        var line = context.Request.Headers.Cookie.ToString();
        var pairs = values.Cookies.Select(cookie => CookieLine.TryFind(line, cookie.Name, out var value) && !string.IsNullOrEmpty(value) ? $"{cookie.Name}={value}" : null).OfType<string>().ToArray();
        if (pairs.Length > 0) forwarded.Add("Cookie", string.Join("; ", pairs));
        context.Features.Set(forwarded);
    }

    private static Refusal? CheckPath(HttpContext context)
    {
        var path = Encoding.UTF8.GetBytes(context.Request.Path.Value ?? "");
        if (TokenSearch.HoldsStoredToken(path)) return new Refusal(Reasons.StoredTokenInRequest, "path");
        return TokenSearch.HoldsHandle(path) ? new Refusal(Reasons.InvalidHandle, "path") : null;
    }

    // The route is found by now: nothing looks at the path any more but what forwards it.
    private async ValueTask<Refusal?> ProtectPathAsync(HttpContext context, UnitContext units, UnitPlan plan)
    {
        var outcome = await pipeline.RunAsync(units, plan, Encoding.UTF8.GetBytes(context.Request.Path.Value ?? ""), context.RequestAborted);
        using var rewritten = outcome.Rewritten;
        if (rewritten is not null) context.Request.Path = new PathString(Encoding.UTF8.GetString(rewritten.Written));
        return outcome.Refusal is { } refusal ? refusal with { Location = refusal.Location ?? "path" } : null;
    }

    private async ValueTask<Refusal?> ProtectHeadersAsync(HttpContext context, UnitContext units, ForwardedValues forwarded)
    {
        var headers = context.Request.Headers;
        foreach (var (name, plan) in units.Plan.Values.Headers)
        {
            if (headers[name] is not { Count: > 0 } sent) continue;
            // RFC 9110 section 5.3: several lines are one list, and to some the first or the last of them.
            if (sent is not [{ } value]) return new Refusal(Reasons.AmbiguousHeader, $"header {name}");
            headers.Remove(name);
            var (text, refusal) = await ProtectAsync(context, units, plan, value);
            if (refusal is not null) return refusal;
            if (text.Length > 0) forwarded.Add(name, text);
        }

        return null;
    }

    private async ValueTask<Refusal?> ProtectCookiesAsync(HttpContext context, UnitContext units, ForwardedValues forwarded)
    {
        if (units.Plan.Values.Cookies is not { IsEmpty: false } cookies || context.Request.Headers.Cookie is not { Count: > 0 } sent) return null;
        if (sent is not [{ } line]) return new Refusal(Reasons.AmbiguousCookie, "cookies");
        var pairs = new List<string>();
        foreach (var (name, plan) in cookies)
        {
            if (!CookieLine.TryFind(line, name, out var value)) return new Refusal(Reasons.AmbiguousCookie, $"cookie {name}");
            if (string.IsNullOrEmpty(value)) continue;
            var (text, refusal) = await ProtectAsync(context, units, plan, value);
            if (refusal is not null) return refusal;
            pairs.Add($"{name}={text}");
        }

        if (pairs.Count > 0) forwarded.Add("Cookie", string.Join("; ", pairs));
        return null;
    }

    private async ValueTask<(string Text, Refusal? Refusal)> ProtectAsync(HttpContext context, UnitContext units, UnitPlan plan, string value)
    {
        var outcome = await pipeline.RunAsync(units, plan, Encoding.UTF8.GetBytes(value), context.RequestAborted);
        using var rewritten = outcome.Rewritten;
        // What holds a value is rewritten or refused; what is not rewritten holds none.
        return (rewritten is null ? "" : Encoding.ASCII.GetString(rewritten.Written), outcome.Refusal);
    }
}
