using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Forwarding;

/// <summary>What services get: section <c>Gateway:Forwarding</c>. Everything that is not listed stays behind.</summary>
internal sealed class ForwardingOptions
{
    public const string Section = "Gateway:Forwarding";

    /// <summary>The <c>iss</c> of assertions for services: a URL or name of this gateway. Default <c>urn:tenantgateway</c>.</summary>
    [Required(ErrorMessage = $"{Section}:AssertionIssuer is empty. Leave it out, or give the URL or name of this gateway.")]
    public string AssertionIssuer { get; set; } = "urn:tenantgateway";

    /// <summary>Further request headers that services get, beside those that every service may have (<see cref="ServiceHeaders"/>). Default: none.</summary>
    public List<string> RequestHeaders { get; set; } = [];

    /// <summary>Further response headers that callers get. Default: none.</summary>
    public List<string> ResponseHeaders { get; set; } = [];

    /// <summary>
    /// Whether services get the caller's address in <c>X-Forwarded-For</c>: the connection's own, or what a trusted proxy vouches for. It is personal data, and a
    /// service that knows its tenant and actor seldom needs it. Default: false.
    /// </summary>
    public bool SendCallerAddress { get; set; }

    /// <summary>
    /// How long a service may be silent before its answer begins, and how long the body of it may take from there, in seconds, where its cluster does
    /// not say (<c>HttpRequest:ActivityTimeout</c>): 1 to 600, default 30.
    /// </summary>
    [Range(1, 600, ErrorMessage = $"{Section}:ActivitySeconds must be 1 to 600.")]
    public int ActivitySeconds { get; set; } = 30;

    /// <summary>
    /// How long an exchange may take from the moment its route is known until its last byte has left, in seconds, however busy it is: 1 to 3600, default 120.
    /// Streams have <see cref="StreamSeconds"/> instead.
    /// </summary>
    [Range(1, 3600, ErrorMessage = $"{Section}:ExchangeSeconds must be 1 to 3600.")]
    public int ExchangeSeconds { get; set; } = 120;

    /// <summary>How long a stream may take (WebSocket, gRPC call, any body that a policy declares opaque), in seconds: 1 to 86400, default 3600.</summary>
    [Range(1, 86400, ErrorMessage = $"{Section}:StreamSeconds must be 1 to 86400.")]
    public int StreamSeconds { get; set; } = 3600;

    /// <summary>
    /// How long a WebSocket, a gRPC call or a stream of events may be silent in both directions, in seconds, where its cluster does not allow more
    /// (<c>HttpRequest:ActivityTimeout</c>): 1 to 3600, default 300.
    /// </summary>
    [Range(1, 3600, ErrorMessage = $"{Section}:StreamIdleSeconds must be 1 to 3600.")]
    public int StreamIdleSeconds { get; set; } = 300;
}
