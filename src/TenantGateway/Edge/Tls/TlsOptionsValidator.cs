using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Tls;

/// <summary>Refuses settings that could not work together, all at once.</summary>
internal sealed class TlsOptionsValidator(IOptions<ListenOptions> listen) : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        List<string> failures = [];
        for (var i = 0; i < options.Certificates.Count; i++)
        {
            if (options.Certificates[i].Certificate.Length == 0) failures.Add($"{TlsOptions.Section}:Certificates:{i}:Certificate is empty. Give the PEM file of the certificate.");
            if (options.Certificates[i].Key.Length == 0) failures.Add($"{TlsOptions.Section}:Certificates:{i}:Key is empty. Give the PEM file of its private key.");
        }

        var asks = options.ClientCertificates.Data != ClientCertificates.None || options.ClientCertificates.Admin != ClientCertificates.None;
        if (asks && string.IsNullOrEmpty(options.ClientAuthorities)) failures.Add($"{TlsOptions.Section}:ClientAuthorities is empty, so no caller's certificate could verify. Give the PEM file of their authorities.");
        if (!asks && !string.IsNullOrEmpty(options.ClientAuthorities)) failures.Add($"{TlsOptions.Section}:ClientAuthorities is set, and nobody is asked for a certificate. Set {TlsOptions.Section}:ClientCertificates, or remove it.");
        failures.AddRange(Bypasses(options.ClientCertificates));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // Whoever demands certificates must not be left with a door at which nobody asks for one.
    private IEnumerable<string> Bypasses(ClientCertificatesOptions clients)
    {
        if (!Enum.IsDefined(clients.Data) || !Enum.IsDefined(clients.Admin)) yield return $"{TlsOptions.Section}:ClientCertificates:Data and Admin must be None, Optional or Required.";
        if (Listeners() is not { } listeners) yield break;
        if (clients.Data != ClientCertificates.None && !Edge.Listeners.IsTls(listeners.Data))
            yield return $"{TlsOptions.Section}:ClientCertificates:Data asks for certificates, and {ListenOptions.Section}:Data is not https. Make it https.";
        if (clients.Data == ClientCertificates.Required && listeners.DataHttp2 is not null)
            yield return $"{TlsOptions.Section}:ClientCertificates:Data demands certificates, and {ListenOptions.Section}:DataHttp2 takes callers without. Remove it: an https listener speaks HTTP/2 anyway.";
        if (clients.Admin != ClientCertificates.None && !Edge.Listeners.IsTls(listeners.Admin))
            yield return $"{TlsOptions.Section}:ClientCertificates:Admin asks for certificates, and {ListenOptions.Section}:Admin is not https. Make it https.";
    }

    private ListenOptions? Listeners()
    {
        try
        {
            return listen.Value;
        }
        catch (OptionsValidationException)
        {
            // Told by its own validator.
            return null;
        }
    }
}
