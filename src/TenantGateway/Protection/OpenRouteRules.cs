using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Protection;

/// <summary>Finds the routes whose callers have no token, and refuses those that are open wider than a policy can mean: what a policy says holds for the route that names it.</summary>
internal sealed class OpenRouteRules(IConfiguration configuration, RequiredPolicies required, IWebhookRegistry webhooks)
{
    // The gateway's own, and what services are wont to keep for admins.
    private static readonly string[] Closed = ["/.well-known", "/admin"];

    /// <param name="policies">By name.</param>
    /// <param name="problems">Every problem is added.</param>
    public FrozenDictionary<string, OpenRoute> Find(IReadOnlyDictionary<string, Policy> policies, ICollection<PolicyProblem> problems)
    {
        var open = new Dictionary<string, OpenRoute>(StringComparer.Ordinal);
        foreach (var (routeId, name) in required.Routes)
        {
            if (!policies.TryGetValue(name, out var policy) || policy is not { MaxBodyBytes: { } bytes } || policy.Callers.WithoutToken() is not { } kind) continue;
            foreach (var (key, problem, remedy) in Problems(routeId, policy, configuration.GetSection($"ReverseProxy:Routes:{routeId}")))
            {
                problems.Add(new PolicyProblem($"ReverseProxy:Routes:{routeId}", key, $"Policy '{name}': {problem}", remedy));
            }

            open[routeId] = new OpenRoute(routeId, kind, policy.Signature, bytes);
        }

        return open.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private IEnumerable<(string Key, string Problem, string Remedy)> Problems(string routeId, Policy policy, IConfigurationSection route) =>
        [.. PathProblems(policy, route["Match:Path"]), .. MethodProblems(policy, route.GetSection("Match:Methods")), .. SecretProblems(routeId, policy.Signature), .. LoginProblems(route)];

    private static IEnumerable<(string, string, string)> PathProblems(Policy policy, string? written)
    {
        const string key = "Match.Path";
        var path = "/" + written?.TrimStart('/');
        if (path == "/" || path.StartsWith("/{", StringComparison.Ordinal)) yield return (key, "the route names no path, so that every path would be open.", "Give a path that begins with a name.");
        if (Array.Exists(Closed, closed => path.Equals(closed, StringComparison.OrdinalIgnoreCase) || path.StartsWith(closed + "/", StringComparison.OrdinalIgnoreCase))) yield return (key, "the path belongs to admins or to the gateway itself.", "Choose another path.");
        // No signature covers it.
        if (policy.Signature is not null && path.Contains('{', StringComparison.Ordinal)) yield return (key, "the path has parameters, which no signature covers.", "Name one path exactly.");
    }

    private static IEnumerable<(string, string, string)> MethodProblems(Policy policy, IConfigurationSection methods)
    {
        const string key = "Match.Methods";
        ImmutableArray<string> named = [.. methods.GetChildren().Select(method => method.Value ?? "")];
        if (named.IsEmpty) yield return (key, "the route names no methods, so that every method would be open.", "Name the methods.");
        else if (policy.Signature is not null && !named.All(HttpMethods.IsPost)) yield return (key, "a message that is signed is posted.", "Name POST alone.");
        else if (named.Any(HttpMethods.IsConnect)) yield return (key, "nobody without a token opens a tunnel.", "Remove CONNECT.");
    }

    private IEnumerable<(string, string, string)> SecretProblems(string routeId, SignatureRule? signature)
    {
        const string key = "Metadata.Policy";
        if (signature is null) yield break;
        if (webhooks.RouteOf(signature.Webhook) is not { } owner) yield return (key, $"there is no webhook '{signature.Webhook}', so nobody could sign.", $"Register Gateway:Webhooks:{signature.Webhook} with its route and secrets, or mend the name.");
        else if (owner != routeId) yield return (key, $"the webhook '{signature.Webhook}' belongs to the route '{owner}'.", "Register one for this route: a secret is one route's.");
    }

    private static IEnumerable<(string, string, string)> LoginProblems(IConfigurationSection route)
    {
        foreach (var key in (string[])["MaxLoginAgeSeconds", "SecondFactor"])
        {
            if (route[$"Metadata:{key}"] is not null) yield return ($"Metadata.{key}", "whoever has no token has no login.", "Remove it.");
        }
    }
}
