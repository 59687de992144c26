using Microsoft.Extensions.Options;
using TenantGateway.Edge.Tls;

namespace TenantGateway.Edge;

/// <summary>Refuses to ask for callers' certificates at one door and to leave another open: whoever demands them would believe that nobody gets in without.</summary>
internal sealed class ClientCertificateDoors(IOptions<ListenOptions> listen) : IValidateOptions<TlsOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsOptions options)
    {
        var failures = Listeners() is { } listeners ? Failures(options.ClientCertificates, listeners).ToList() : [];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(ClientCertificatesOptions clients, ListenOptions listeners)
    {
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
