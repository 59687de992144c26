using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Services;

/// <summary>Refuses services that could not be told apart or could act for nobody; collects every error before it speaks.</summary>
internal sealed class ServicesOptionsValidator(IOptions<IssuersOptions> issuers) : IValidateOptions<ServicesOptions>
{
    public ValidateOptionsResult Validate(string? name, ServicesOptions options)
    {
        var errors = new List<string>();
        if (options.TokenIssuer.Length is 0 or > 255 || options.TokenIssuer.Any(char.IsWhiteSpace)) errors.Add($"{ServicesOptions.Section}:TokenIssuer: is empty, too long or holds white space. Give a name of up to 255 characters.");
        if (issuers.Value.Issuers.Any(issuer => issuer.Issuer == options.TokenIssuer)) errors.Add($"{ServicesOptions.Section}:TokenIssuer: '{options.TokenIssuer}' is a configured issuer. Give the gateway a name of its own.");
        foreach (var (service, registered) in options.Registered) CheckService($"{ServicesOptions.Section}:Registered:{service}", service, registered, errors);
        foreach (var twice in options.Registered.GroupBy(entry => (entry.Value.Issuer, entry.Value.ClientId)).Where(group => group.Count() > 1))
        {
            errors.Add($"{ServicesOptions.Section}: the services {string.Join(", ", twice.Select(entry => entry.Key).Order(StringComparer.Ordinal))} are one client. Keep one.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckService(string key, string service, ServiceOptions registered, List<string> errors)
    {
        if (!RegisteredService.IsName(service)) errors.Add($"{key}: '{service}' is no name of a service. Use 1 to 64 characters of a-z, 0-9 and hyphen, starting with a letter.");
        if (!issuers.Value.Issuers.Any(issuer => issuer.Issuer == registered.Issuer && issuer is { ServiceTokens: not ServiceTokenStyle.None, DataAudience.Length: > 0 }))
        {
            errors.Add($"{key}:Issuer: '{registered.Issuer}' is no configured issuer with tokens for services. Name one that has ServiceTokens and DataAudience.");
        }

        if (registered.ClientId.Length is 0 or > TokenClaims.MaxNameLength) errors.Add($"{key}:ClientId: is empty or too long. Give the client at the issuer.");
        CheckScopes(key, registered.Scopes, errors);
        CheckTenants(key, registered, errors);
    }

    private static void CheckScopes(string key, List<string> scopes, List<string> errors)
    {
        // RFC 6749 section 3.3: scope-token
        foreach (var scope in scopes.Where(scope => scope.Length is 0 or > 128 || scope.Any(c => c is <= ' ' or > '~' or '"' or '\\'))) errors.Add($"{key}:Scopes: '{scope}' is no scope. Use 1 to 128 printable ASCII characters without space, quotation mark and backslash.");
    }

    private static void CheckTenants(string key, ServiceOptions registered, List<string> errors)
    {
        if (registered.EveryTenant == registered.Tenants.Count > 0) errors.Add($"{key}:Tenants: name the tenants, or say EveryTenant: one of the two.");
        foreach (var tenant in registered.Tenants.Where(tenant => !TenantId.TryParse(tenant, out var id) || id == TenantId.Operator)) errors.Add($"{key}:Tenants: '{tenant}' is no tenant's id.");
    }
}
