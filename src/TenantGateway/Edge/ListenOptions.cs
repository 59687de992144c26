using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>Where the gateway listens: section <c>Gateway:Listen</c>. Each is a URL with a literal address and a port; port 0 takes a free one. On https listeners HTTP/1.1 and HTTP/2 are spoken, with the certificates of <c>Gateway:Tls</c>.</summary>
internal sealed class ListenOptions
{
    public const string Section = "Gateway:Listen";

    /// <summary>The data plane: HTTP/1.1 in cleartext, or https. Default <c>http://127.0.0.1:8080</c>.</summary>
    [Required(ErrorMessage = $"{Section}:Data is empty. Leave it out, or give http(s)://ADDRESS:PORT.")]
    public string Data { get; set; } = "http://127.0.0.1:8080";

    /// <summary>The data plane in cleartext HTTP/2 with prior knowledge (RFC 9113 section 3.3), for a proxy in front that speaks it. Default: none.</summary>
    public string? DataHttp2 { get; set; }

    /// <summary>The admin plane. Default <c>http://127.0.0.1:8081</c>.</summary>
    [Required(ErrorMessage = $"{Section}:Admin is empty. Leave it out, or give http(s)://ADDRESS:PORT.")]
    public string Admin { get; set; } = "http://127.0.0.1:8081";

    /// <summary>Health and metrics alone, of a process without an admin plane. Default <c>http://127.0.0.1:8082</c>.</summary>
    [Required(ErrorMessage = $"{Section}:Probes is empty. Leave it out, or give http(s)://ADDRESS:PORT.")]
    public string Probes { get; set; } = "http://127.0.0.1:8082";

    /// <summary>All listeners that are configured, in the order in which they open.</summary>
    internal IEnumerable<ConfiguredListener> All()
    {
        yield return new($"{Section}:{nameof(Data)}", Data, Plane.Data);
        if (DataHttp2 is { } http2) yield return new($"{Section}:{nameof(DataHttp2)}", http2, Plane.Data, HttpProtocols.Http2);
        yield return new($"{Section}:{nameof(Admin)}", Admin, Plane.Admin);
        yield return new($"{Section}:{nameof(Probes)}", Probes, Plane.Probes);
    }
}
