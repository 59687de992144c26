using System.Buffers;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Forwarding;

/// <summary>
/// Keeps the addresses of services from callers. A <c>Location</c> or <c>Content-Location</c> that names the service itself becomes a path of the gateway; a
/// path, a URL of the host that the caller asked, and an https URL of a stranger stay; everything else is dropped: other services, plain http, other schemes, and
/// what browsers and servers read in two ways.
/// </summary>
internal static class PublicLocation
{
    private static readonly string[] Headers = ["Location", "Content-Location"];
    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c != '\\')]);

    public static void Apply(HttpContext context)
    {
        foreach (var header in Headers)
        {
            var values = context.Response.Headers[header];
            if (values.Count == 0) continue;
            var location = values is [{ } value] ? Rewrite(context, value) : null;
            if (location is null) context.Response.Headers.Remove(header);
            else context.Response.Headers[header] = location;
        }
    }

    private static string? Rewrite(HttpContext context, string location)
    {
        if (location.AsSpan().ContainsAnyExcept(Printable)) return null;
        // A path of this very host; on Unix, Uri would take it for a file.
        if (location is ['/', not '/', ..] or "/") return location;
        // RFC 3986 section 4.2: the scheme of whoever asked.
        if (location.StartsWith("//", StringComparison.Ordinal)) location = $"{context.Request.Scheme}:{location}";
        if (!Uri.TryCreate(location, UriKind.Absolute, out var url)) return Uri.TryCreate(location, UriKind.Relative, out _) ? location : null;
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) return null;
        if (IsAsked(context, url)) return location;
        if (context.GetReverseProxyFeature().AllDestinations.FirstOrDefault(destination => Serves(destination, url)) is { } own) return Relative(own, url);
        return url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0 && !IsOfAService(context, url) ? location : null;
    }

    private static bool IsAsked(HttpContext context, Uri url) =>
        url.UserInfo.Length == 0 && Uri.TryCreate($"{url.Scheme}://{context.Request.Host.Value}", UriKind.Absolute, out var asked) && asked.Host == url.Host && asked.Port == url.Port;

    private static bool Serves(DestinationState destination, Uri url) => AddressOf(destination) is { } address && address.Host == url.Host && address.Port == url.Port;

    private static bool IsOfAService(HttpContext context, Uri url) =>
        context.RequestServices.GetRequiredService<IProxyStateLookup>().GetClusters()
            .SelectMany(cluster => cluster.Destinations.Values)
            .Any(destination => AddressOf(destination)?.Host == url.Host);

    // A service below a path of its host is asked with that path in front, and names its own with it.
    private static string? Relative(DestinationState destination, Uri url)
    {
        var prefix = AddressOf(destination)?.AbsolutePath.TrimEnd('/') ?? "";
        var path = url.AbsolutePath;
        if (!path.StartsWith($"{prefix}/", StringComparison.Ordinal)) return null;
        path = path[prefix.Length..];
        // Two slashes would make a host of what follows.
        return path is ['/', '/', ..] ? null : $"{path}{url.Query}{url.Fragment}";
    }

    private static Uri? AddressOf(DestinationState destination) => Uri.TryCreate(destination.Model.Config.Address, UriKind.Absolute, out var address) ? address : null;
}
