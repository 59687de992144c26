using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary>
/// The routes under <c>/admin</c>, each with its description and guarded by it. Where a path takes other methods only, or there is none, operators are told so and
/// nobody else is told anything.
/// </summary>
internal sealed class AdminRoutes(IEndpointRouteBuilder endpoints)
{
    private readonly RouteGroupBuilder _admin = endpoints.MapGroup("/admin");
    private readonly Dictionary<string, List<string>> _methods = new(StringComparer.Ordinal);

    public void Get(string pattern, Func<HttpContext, Actor, Task> endpoint, AdminDescription description) => Map(HttpMethods.Get, pattern, endpoint, description);

    public void Post(string pattern, Func<HttpContext, Actor, Task> endpoint, AdminDescription description) => Map(HttpMethods.Post, pattern, endpoint, description);

    public void Put(string pattern, Func<HttpContext, Actor, Task> endpoint, AdminDescription description) => Map(HttpMethods.Put, pattern, endpoint, description);

    /// <summary>Everything else; comes last.</summary>
    public void Close()
    {
        foreach (var (pattern, methods) in _methods)
        {
            _admin.Map(pattern, AdminGuard.Nothing(new Refusal(Reasons.MethodNotAllowed) { Headers = [new("Allow", string.Join(", ", methods))] }));
        }

        _admin.Map("/{**rest}", AdminGuard.Nothing(new Refusal(Reasons.UnknownRoute)));
    }

    private void Map(string method, string pattern, Func<HttpContext, Actor, Task> endpoint, AdminDescription description)
    {
        _admin.MapMethods(pattern, [method], AdminGuard.For(description, endpoint)).WithMetadata(description);
        if (_methods.TryGetValue(pattern, out var methods)) methods.Add(method);
        else _methods.Add(pattern, [method]);
    }
}
