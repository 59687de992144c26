using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Services;

/// <summary>A service as it is registered: immutable, of one reading of the settings.</summary>
internal sealed class RegisteredService
{
    public const int MaxNameLength = 64;

    private readonly FrozenSet<string> _tenants;
    private readonly bool _everyTenant;

    public RegisteredService(string name, ServiceOptions options)
    {
        (Name, Issuer, ClientId, _everyTenant) = (name, options.Issuer, options.ClientId, options.EveryTenant);
        Scopes = [.. options.Scopes.Distinct().Order(StringComparer.Ordinal)];
        _tenants = options.Tenants.ToFrozenSet(StringComparer.Ordinal);
    }

    public string Name { get; }

    public string Issuer { get; }

    public string ClientId { get; }

    /// <summary>Sorted.</summary>
    public ImmutableArray<string> Scopes { get; }

    public bool MayActFor(TenantId tenant) => tenant != TenantId.Operator && (_everyTenant || _tenants.Contains(tenant.Value));

    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
