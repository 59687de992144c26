using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Demo.Gateways;

/// <summary>The gateway's configuration in the demo, as a deployment would write it into its settings file.</summary>
internal static class DemoConfiguration
{
    public static string PoliciesIn(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), "policies");

    public static Dictionary<string, string?> For(DemoGatewayOptions options)
    {
        var state = Path.GetFullPath(options.DataDirectory);
        var settings = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Warning",
            ["Gateway:Listen:Data"] = options.DataPlane.GetLeftPart(UriPartial.Authority),
            ["Gateway:Listen:DataHttp2"] = options.DataPlaneHttp2?.GetLeftPart(UriPartial.Authority),
            ["Gateway:Listen:Admin"] = options.AdminPlane.GetLeftPart(UriPartial.Authority),
            ["Gateway:Hosts:Shared:0"] = "localhost",
            ["Gateway:Hosts:Shared:1"] = "127.0.0.1",
            ["Gateway:Storage:Directory"] = Path.Combine(state, "gateway"),
            ["Gateway:Keys:Local:Directory"] = Path.Combine(state, "keys"),
            ["Gateway:Policies:Directory"] = PoliciesIn(state),
            ["Gateway:Forwarding:AssertionIssuer"] = DemoAssertions.Issuer,
            ["Gateway:Issuers:0:Issuer"] = options.Issuer.AbsoluteUri,
            ["Gateway:Issuers:0:DevelopmentOnly"] = "true",
            ["Gateway:Issuers:0:DataAudience"] = DemoAudiences.DataPlane,
            ["Gateway:Issuers:0:AdminAudience"] = DemoAudiences.AdminPlane,
            ["Gateway:Issuers:0:OperatorOrganization"] = DemoAccounts.OperatorOrganization,
            ["Gateway:Issuers:0:AllowedConnectionStrategies:0"] = "samlp",
            ["Gateway:Issuers:0:AllowedConnectionStrategies:1"] = "oidc",
            ["Gateway:Issuers:0:Claims:Organization"] = DemoClaims.Organization,
            ["Gateway:Issuers:0:Claims:Roles"] = DemoClaims.Roles,
            ["Gateway:Issuers:0:Claims:AuthenticationMethods"] = DemoClaims.AuthenticationMethods,
            ["Gateway:Issuers:0:Claims:AuthenticationTime"] = DemoClaims.AuthenticationTime,
            ["Gateway:Issuers:0:Claims:ConnectionStrategy"] = DemoClaims.ConnectionStrategy,
            ["Gateway:Issuers:0:Claims:Session"] = DemoClaims.Session,
            ["ReverseProxy:Routes:crm:ClusterId"] = DemoAssertions.Audience,
            ["ReverseProxy:Routes:crm:Match:Path"] = "/crm/{**rest}",
            ["ReverseProxy:Routes:crm:Metadata:Policy"] = "contacts",
            [$"ReverseProxy:Clusters:{DemoAssertions.Audience}:Destinations:only:Address"] = options.Crm.AbsoluteUri,
        };
        if (options.Login is { } login)
        {
            settings["Gateway:Issuers:0:LogoutAudiences:0"] = login.Id;
            settings["Gateway:Login:Issuer"] = options.Issuer.AbsoluteUri;
            settings["Gateway:Login:ClientId"] = login.Id;
            settings["Gateway:Login:ClientSecretFile"] = DemoLoginClient.SecretFileIn(state);
            settings["Gateway:Login:Origin"] = options.AdminPlane.GetLeftPart(UriPartial.Authority);
        }

        foreach (var (key, value) in options.Overrides) settings[key] = value;
        return settings;
    }
}
