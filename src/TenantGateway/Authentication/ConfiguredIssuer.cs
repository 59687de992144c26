using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Authentication;

/// <summary>An issuer as the gateway uses it: its options resolved, and its own keys. Keys are never shared between issuers.</summary>
internal sealed class ConfiguredIssuer
{
    private readonly string? _dataAudience;
    private readonly string? _adminAudience;

    public ConfiguredIssuer(IssuerOptions options, Func<ConfiguredIssuer, IssuerKeys> keysOf)
    {
        Name = options.Issuer;
        MetadataAddress = options.MetadataAddress ?? options.Issuer.TrimEnd('/') + "/.well-known/openid-configuration";
        _dataAudience = options.DataAudience;
        _adminAudience = options.AdminAudience;
        Algorithms = OrDefault(options.Algorithms, "RS256");
        Types = OrDefault(options.Types, "at+jwt");
        LogoutAudiences = [.. options.LogoutAudiences];
        LogoutTypes = [.. OrDefault(options.LogoutTypes, "logout+jwt").Select(type => type == IssuerOptions.NoType ? "" : type)];
        LogoutLimit = new RateLimit(options.LogoutsPerSecond, options.LogoutsBurst);
        MaxLifetime = TimeSpan.FromSeconds(options.MaxLifetimeSeconds);
        ClockSkew = TimeSpan.FromSeconds(options.ClockSkewSeconds);
        Claims = options.Claims;
        ServiceTokens = options.ServiceTokens;
        Profile = new IssuerProfile
        {
            Issuer = options.Issuer,
            OperatorOrganization = options.OperatorOrganization,
            AcceptedMethods = [.. OrDefault(options.AcceptedMethods, "mfa")],
            AllowedConnectionStrategies = [.. options.AllowedConnectionStrategies],
            MaxTokenLifetime = MaxLifetime,
        };
        Keys = keysOf(this);
    }

    /// <summary>The exact <c>iss</c>.</summary>
    public string Name { get; }

    public string MetadataAddress { get; }

    public ImmutableArray<string> Algorithms { get; }

    public ImmutableArray<string> Types { get; }

    /// <summary>The audiences of logout tokens; empty where logouts of this issuer are not taken.</summary>
    public ImmutableArray<string> LogoutAudiences { get; }

    /// <summary>The types of logout tokens; an empty one stands for none.</summary>
    public ImmutableArray<string> LogoutTypes { get; }

    /// <summary>How many of its logouts are taken here.</summary>
    public RateLimit LogoutLimit { get; }

    public RateMeter Logouts { get; } = new();

    public TimeSpan MaxLifetime { get; }

    public TimeSpan ClockSkew { get; }

    public IssuerClaimOptions Claims { get; }

    public ServiceTokenStyle ServiceTokens { get; }

    public IssuerProfile Profile { get; }

    public IssuerKeys Keys { get; }

    /// <summary>The one audience of a plane; null where this issuer has no tokens for it.</summary>
    public string? AudienceOf(Plane plane) => plane switch
    {
        Plane.Data => _dataAudience,
        Plane.Admin => _adminAudience,
        _ => null,
    };

    /// <summary>The name of the authentication scheme that checks this issuer's tokens for a plane.</summary>
    public string SchemeOf(Plane plane) => plane switch
    {
        Plane.Data => "data " + Name,
        Plane.Admin => "admin " + Name,
        _ => throw new ArgumentOutOfRangeException(nameof(plane), plane, "Unknown plane."),
    };

    private static ImmutableArray<string> OrDefault(List<string> configured, string otherwise) => configured.Count > 0 ? [.. configured] : [otherwise];
}
