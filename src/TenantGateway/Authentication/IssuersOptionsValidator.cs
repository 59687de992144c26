using Microsoft.Extensions.Options;
using TenantGateway.Core.Settings;

namespace TenantGateway.Authentication;

/// <summary>Refuses to start with issuers that could not be trusted; collects every error before it speaks.</summary>
internal sealed class IssuersOptionsValidator(IHostEnvironment environment) : IValidateOptions<IssuersOptions>
{
    // No symmetric algorithm and not "none": whoever verifies must not be able to sign.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public ValidateOptionsResult Validate(string? name, IssuersOptions options)
    {
        var errors = new List<string>();
        if (options.Issuers.Count == 0) errors.Add($"{IssuersOptions.Section}: no issuer is configured. Name at least one.");
        for (var i = 0; i < options.Issuers.Count; i++) CheckIssuer($"{IssuersOptions.Section}:{i}", options.Issuers[i], errors);
        foreach (var twice in options.Issuers.GroupBy(issuer => issuer.Issuer, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add($"{IssuersOptions.Section}: the issuer '{twice.Key}' is configured more than once. Keep one.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckIssuer(string key, IssuerOptions issuer, List<string> errors)
    {
        CheckAddress($"{key}:Issuer", issuer.Issuer, errors);
        if (issuer.MetadataAddress is { } address) CheckAddress($"{key}:MetadataAddress", address, errors);
        CheckAudiences(key, issuer, errors);
        CheckLists(key, issuer, errors);
        CheckClaims($"{key}:Claims", issuer.Claims, errors);
        SettingBounds.Check(key, issuer, errors);
        if (issuer.OperatorOrganization is { } organization && string.IsNullOrWhiteSpace(organization))
        {
            errors.Add($"{key}:OperatorOrganization: is empty. Leave it out, or name the organization.");
        }

        if (issuer.DevelopmentOnly && !environment.IsDevelopment())
        {
            errors.Add($"{key}:DevelopmentOnly: '{issuer.Issuer}' is for development and is refused in {environment.EnvironmentName}. Configure your own issuer.");
        }
    }

    private void CheckAddress(string key, string address, List<string> errors)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            errors.Add($"{key}: '{address}' is no issuer's address. Give an absolute https URL without user, query and fragment.");
        }
        else if (!environment.IsDevelopment() && (uri.Scheme != Uri.UriSchemeHttps || IsLoopback(uri)))
        {
            errors.Add($"{key}: '{address}' is plain http or loopback, which only Development may use. Give the https address of the issuer.");
        }
    }

    private static bool IsLoopback(Uri uri) =>
        uri.IsLoopback || uri.IdnHost.TrimEnd('.').EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || uri.IdnHost.TrimEnd('.').Equals("localhost", StringComparison.OrdinalIgnoreCase) || uri.IdnHost is "0.0.0.0" or "::";

    private static void CheckAudiences(string key, IssuerOptions issuer, List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(issuer.DataAudience) && string.IsNullOrWhiteSpace(issuer.AdminAudience))
        {
            errors.Add($"{key}: has neither DataAudience nor AdminAudience. Give at least one.");
        }
        else if (string.Equals(issuer.DataAudience, issuer.AdminAudience, StringComparison.Ordinal))
        {
            errors.Add($"{key}:AdminAudience: is the DataAudience too, so that a tenant's token would open the admin plane. Give the planes two audiences.");
        }

        // Whatever an issuer says to a client, identity tokens above all, is for that client: an API that goes by the client's id would take them for access tokens.
        foreach (var client in issuer.LogoutAudiences.Where(client => client == issuer.DataAudience || client == issuer.AdminAudience))
        {
            errors.Add($"{key}:LogoutAudiences: '{client}' is the audience of a plane too, so that an identity token would open it. Give the API an identifier of its own.");
        }
    }

    private static void CheckLists(string key, IssuerOptions issuer, List<string> errors)
    {
        foreach (var algorithm in issuer.Algorithms.Except(Algorithms, StringComparer.Ordinal))
        {
            errors.Add($"{key}:Algorithms: '{algorithm}' is not accepted. Use some of {string.Join(", ", Algorithms)}.");
        }

        CheckNames($"{key}:Types", issuer.Types, errors);
        // What the gateway itself signs is told apart by its type.
        foreach (var own in issuer.Types.Where(type => type.StartsWith("tg-", StringComparison.OrdinalIgnoreCase))) errors.Add($"{key}:Types: '{own}' is a type of the gateway's own tokens. Remove it.");
        CheckNames($"{key}:LogoutAudiences", issuer.LogoutAudiences, errors);
        CheckNames($"{key}:LogoutTypes", issuer.LogoutTypes, errors);
        CheckNames($"{key}:AcceptedMethods", issuer.AcceptedMethods, errors);
        CheckNames($"{key}:AllowedConnectionStrategies", issuer.AllowedConnectionStrategies, errors);
    }

    private static void CheckClaims(string key, IssuerClaimOptions claims, List<string> errors)
    {
        string[] names =
        [
            claims.Organization, claims.Roles, claims.Scope, claims.AuthenticationMethods, claims.AuthenticationTime, claims.ConnectionStrategy, claims.Client, claims.Session,
        ];
        CheckNames(key, names, errors);
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length) errors.Add($"{key}: one claim is named for two things. Give each its own.");
    }

    private static void CheckNames(string key, IEnumerable<string> names, List<string> errors)
    {
        if (names.Any(string.IsNullOrWhiteSpace)) errors.Add($"{key}: holds an empty name. Remove or fill it.");
    }
}
