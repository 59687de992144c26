using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Proxies;

/// <summary>
/// Takes the caller's address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, read from the right and only as far as every hop is a
/// listed proxy. The host is never taken from a header that a proxy adds: a proxy in front has to leave <c>Host</c> as it is.
/// </summary>
internal static class CallerAddress
{
    public static IApplicationBuilder Use(IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<TrustedProxiesOptions>>().Value;
        // Without a network ASP.NET would believe everybody.
        return options.Networks.Count == 0 ? app : app.UseForwardedHeaders(Create(options));
    }

    private static ForwardedHeadersOptions Create(TrustedProxiesOptions trusted)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = trusted.ForwardLimit };
        // Loopback is among the defaults.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in trusted.Networks)
        {
            if (ProxyNetwork.TryParse(text, out var network)) options.KnownIPNetworks.Add(network);
        }

        return options;
    }
}
