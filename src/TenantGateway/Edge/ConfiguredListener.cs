using Microsoft.AspNetCore.Server.Kestrel.Core;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>A listener as it is configured; whether it opens is a matter of the role.</summary>
/// <param name="Setting">The key of its URL.</param>
/// <param name="Url">Its URL.</param>
/// <param name="Plane">The plane of its connections.</param>
/// <param name="Cleartext">What it speaks without TLS.</param>
internal sealed record ConfiguredListener(string Setting, string Url, Plane Plane, HttpProtocols Cleartext = HttpProtocols.Http1);
