using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Tls;

/// <summary>Refuses settings that could not work together, all at once.</summary>
internal sealed class TlsOptionsValidator : IValidateOptions<TlsOptions>
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
        if (!Enum.IsDefined(options.ClientCertificates.Data) || !Enum.IsDefined(options.ClientCertificates.Admin)) failures.Add($"{TlsOptions.Section}:ClientCertificates:Data and Admin must be None, Optional or Required.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
