using Microsoft.Extensions.Options;
using TenantGateway.Core.Settings;

namespace TenantGateway.Authentication.Browser;

/// <summary>Refuses to start with a login that could not work or not be trusted; collects every error before it speaks.</summary>
internal sealed class LoginOptionsValidator(IHostEnvironment environment, IOptions<IssuersOptions> issuers) : IValidateOptions<LoginOptions>
{
    public ValidateOptionsResult Validate(string? name, LoginOptions options)
    {
        var errors = new List<string>();
        CheckIssuer(options, errors);
        CheckOrigin(options.Origin, errors);
        if (string.IsNullOrWhiteSpace(options.ClientId)) errors.Add($"{LoginOptions.Section}:ClientId: is missing. Give the gateway's client id at the issuer.");
        CheckCredential(options, errors);
        if (options.AudienceParameter is not ("audience" or "resource")) errors.Add($"{LoginOptions.Section}:AudienceParameter: '{options.AudienceParameter}' is not known. Give audience or resource.");
        if (options.Scopes.Any(scope => scope.Length == 0 || scope.AsSpan().ContainsAnyExceptInRange('!', '~'))) errors.Add($"{LoginOptions.Section}:Scopes: holds one that is empty or has white space. Give each scope for itself.");
        SettingBounds.Check(LoginOptions.Section, options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void CheckIssuer(LoginOptions options, List<string> errors)
    {
        var issuer = issuers.Value.Issuers.FirstOrDefault(issuer => issuer.Issuer == options.Issuer);
        if (issuer is null) errors.Add($"{LoginOptions.Section}:Issuer: '{options.Issuer}' is none of {IssuersOptions.Section}. Give the exact iss of one.");
        else if (string.IsNullOrWhiteSpace(issuer.AdminAudience) || string.IsNullOrWhiteSpace(issuer.OperatorOrganization)) errors.Add($"{LoginOptions.Section}:Issuer: '{options.Issuer}' has no AdminAudience or no OperatorOrganization. Give it both.");
        else if (options.ClientId == issuer.AdminAudience || options.ClientId == issuer.DataAudience) errors.Add($"{LoginOptions.Section}:ClientId: is the audience of a plane too, so that an identity token would open it. Give the API an identifier of its own.");
    }

    private void CheckOrigin(string origin, List<string> errors)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.UserInfo.Length > 0 || !string.Equals(uri.GetLeftPart(UriPartial.Authority), origin.TrimEnd('/'), StringComparison.Ordinal))
        {
            errors.Add($"{LoginOptions.Section}:Origin: '{origin}' is no origin. Give scheme, host and port, in lower case, without a path.");
        }
        else if (!environment.IsDevelopment() && (uri.Scheme != Uri.UriSchemeHttps || uri.IsLoopback))
        {
            errors.Add($"{LoginOptions.Section}:Origin: '{origin}' is plain http or loopback, which only Development may use: the cookie of a session is for TLS alone. Give the https origin.");
        }
    }

    private static void CheckCredential(LoginOptions options, List<string> errors)
    {
        string?[] files = [options.ClientSecretFile, options.ClientKeyFile];
        if (files.Count(file => !string.IsNullOrEmpty(file)) != 1) errors.Add($"{LoginOptions.Section}: give either ClientSecretFile or ClientKeyFile.");
        // Not quoted: who takes it for the place of the secret itself writes that.
        CheckFile(nameof(options.ClientSecretFile), options.ClientSecretFile, errors);
        CheckFile(nameof(options.ClientKeyFile), options.ClientKeyFile, errors);
    }

    private static void CheckFile(string key, string? file, List<string> errors)
    {
        if (!string.IsNullOrEmpty(file) && !File.Exists(file)) errors.Add($"{LoginOptions.Section}:{key}: there is no such file. Mount the client's secret or key there.");
    }
}
