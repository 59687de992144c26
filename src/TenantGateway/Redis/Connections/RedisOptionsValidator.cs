using Microsoft.Extensions.Options;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Redis.Connections;

/// <summary>Refuses a Redis that could not be reached, or to which names of tenants and a password would go in the clear.</summary>
internal sealed class RedisOptionsValidator(IHostEnvironment environment, ICertificateFiles files) : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        List<string> failures = [];
        for (var i = 0; i < options.Endpoints.Count; i++) CheckEndpoint($"{RedisOptions.Section}:{nameof(options.Endpoints)}:{i}", options.Endpoints[i], options.Tls, failures);
        if (options.Endpoints.Count > 0)
        {
            CheckCredentials(options, failures);
            CheckAuthorities(options, failures);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private void CheckEndpoint(string key, string endpoint, bool tls, List<string> failures)
    {
        // Not quoted: what is written as a URL may hold a password.
        if (!RedisEndpoint.TryParse(endpoint, out var parsed)) failures.Add($"{key} is not of the form HOST:PORT. Give that, and credentials in User and PasswordFile.");
        else if (!tls && !parsed.IsLoopback && !environment.IsDevelopment())
            failures.Add($"{key}: without TLS names of tenants and the password would go to '{parsed.Host}' in the clear. Set {RedisOptions.Section}:{nameof(RedisOptions.Tls)} to true, or use a Redis on this machine.");
    }

    private static void CheckCredentials(RedisOptions options, List<string> failures)
    {
        if (options.User is not null && options.PasswordFile is null)
            failures.Add($"{RedisOptions.Section}:{nameof(options.User)} has no password. Name its file in {nameof(options.PasswordFile)}, or remove the user.");
        if (options.PasswordFile is { } file && PasswordFile.Problem(file) is { } problem) failures.Add($"{RedisOptions.Section}:{nameof(options.PasswordFile)}: {problem}");
    }

    private void CheckAuthorities(RedisOptions options, List<string> failures)
    {
        if (options.CertificateAuthoritiesFile is null) return;
        if (!options.Tls)
            failures.Add($"{RedisOptions.Section}:{nameof(options.CertificateAuthoritiesFile)}: without TLS no certificate would be looked at. Set {nameof(options.Tls)} to true, or remove it.");
        try
        {
            RedisConfiguration.AuthoritiesOf(options, files);
        }
        catch (InvalidOperationException broken)
        {
            failures.Add(broken.Message);
        }
    }
}
