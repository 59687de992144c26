using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Edge.Tls;

/// <summary>
/// Lets requests of a TLS connection on only for the host that the connection was opened for (421, RFC 9110 section 15.5.20): its certificate, and what it
/// demanded of the caller's, were chosen for that name. A connection opened without a name serves literal addresses alone, which have none (RFC 6066 section 3).
/// </summary>
internal sealed class ServerNameMiddleware(RequestDelegate next)
{
    private static readonly Refusal Misdirected = new(Reasons.MisdirectedRequest);

    // Of many requests of one connection each asks for the same name.
    private readonly ConditionalWeakTable<ITlsHandshakeFeature, string> _names = [];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ITlsHandshakeFeature>() is not { } handshake || IsFor(context, _names.GetValue(handshake, static opened => ServerNames.Compared(opened.HostName ?? "")))) return next(context);
        context.Features.Set(Misdirected);
        return Task.CompletedTask;
    }

    private static bool IsFor(HttpContext context, string name) =>
        context.Request.Headers.Host is [var authority] && HostName.TryParseAuthority(authority, out var host) && (name.Length == 0 ? host.IsAddress : host.Value == name);
}
