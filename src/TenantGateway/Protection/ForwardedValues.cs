using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Protection;

/// <summary>The headers that a service gets because its policy names them, with tokens in place of values.</summary>
internal sealed class ForwardedValues
{
    private readonly List<(string Name, string Value)> _headers = [];

    public void Add(string name, string value) => _headers.Add((name, value));

    /// <summary>Comes after the headers of the list were copied.</summary>
    public static ValueTask AddToAsync(RequestTransformContext transform)
    {
        if (transform.HttpContext.Features.Get<ForwardedValues>() is not { } forwarded) return ValueTask.CompletedTask;
        foreach (var (name, value) in forwarded._headers) transform.ProxyRequest.Headers.TryAddWithoutValidation(name, value);
        return ValueTask.CompletedTask;
    }
}
