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
    /// How long a service may be silent before its answer begins, and how long the body of it may take from there, in seconds, where its cluster does
    /// not say (<c>HttpRequest:ActivityTimeout</c>): 1 to 600, default 30.
    /// </summary>
    [Range(1, 600, ErrorMessage = $"{Section}:ActivitySeconds must be 1 to 600.")]
    public int ActivitySeconds { get; set; } = 30;
}
