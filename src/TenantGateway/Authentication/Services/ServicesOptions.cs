namespace TenantGateway.Authentication.Services;

/// <summary>The services that may act for tenants: section <c>Gateway:Services</c>. A change takes effect as soon as the settings are read again, as a whole or not at all.</summary>
internal sealed class ServicesOptions
{
    public const string Section = "Gateway:Services";

    /// <summary>The <c>iss</c> and <c>aud</c> of the tokens that services get for tenants. Default: <c>urn:tenantgateway:services</c>.</summary>
    public string TokenIssuer { get; set; } = "urn:tenantgateway:services";

    /// <summary>The services by name, <c>[a-z][a-z0-9-]*</c> up to 64 characters: as rules of policies name them and records tell them.</summary>
    public Dictionary<string, ServiceOptions> Registered { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>A service.</summary>
internal sealed class ServiceOptions
{
    /// <summary>Whose tokens it has: the exact name of a configured issuer that has tokens for services.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Its client at that issuer.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The scopes that it may have for a tenant. Default: none.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>The ids of the tenants that it may act for. They need not exist yet.</summary>
    public List<string> Tenants { get; set; } = [];

    /// <summary>True for a service that may act for every tenant there is and will be. Then <see cref="Tenants"/> is empty. Default: false.</summary>
    public bool EveryTenant { get; set; }
}
