using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace TenantGateway.Authentication.Services;

/// <summary>The registered services, as the settings say now. Settings that are not valid change nothing, and the log says so.</summary>
internal sealed class ServiceRegistry : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly IValidateOptions<ServicesOptions> _validator;
    private readonly ILogger<ServiceRegistry> _logger;
    private readonly IDisposable _changes;
    private volatile ServiceSnapshot _current;

    public ServiceRegistry(IConfiguration configuration, IOptions<ServicesOptions> options, IValidateOptions<ServicesOptions> validator, ILogger<ServiceRegistry> logger)
    {
        (_configuration, _validator, _logger) = (configuration, validator, logger);
        _current = ServiceSnapshot.Of(options.Value);
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    public ServiceSnapshot Current => _current;

    public void Dispose() => _changes.Dispose();

    private void Reload()
    {
        var options = new ServicesOptions();
        _configuration.GetSection(ServicesOptions.Section).Bind(options);
        var result = _validator.Validate(null, options);
        // The name of the tokens is of the process: tokens of the old name would be out at once.
        if (result.Succeeded) _current = ServiceSnapshot.Of(options) with { TokenIssuer = _current.TokenIssuer };
        else Log.ServicesRefused(_logger, result.FailureMessage ?? "");
    }
}

/// <summary>All services of one reading.</summary>
internal sealed record ServiceSnapshot(string TokenIssuer, FrozenDictionary<string, RegisteredService> ByName, FrozenDictionary<(string Issuer, string ClientId), RegisteredService> ByClient)
{
    public static ServiceSnapshot Of(ServicesOptions options)
    {
        var services = options.Registered.Select(entry => new RegisteredService(entry.Key, entry.Value)).ToList();
        return new ServiceSnapshot(
            options.TokenIssuer, services.ToFrozenDictionary(service => service.Name, StringComparer.Ordinal), services.ToFrozenDictionary(service => (service.Issuer, service.ClientId)));
    }
}
