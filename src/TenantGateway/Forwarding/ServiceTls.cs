using TenantGateway.Core.Certificates;

namespace TenantGateway.Forwarding;

/// <summary>What a cluster's metadata says of TLS towards its services: who vouches for them, and what the gateway shows of itself.</summary>
/// <param name="CertificateAuthorities">PEM file: these authorities and no others are trusted. Null for those of the system.</param>
/// <param name="ClientCertificate">PEM file of the certificate that the gateway shows. Null for none.</param>
/// <param name="ClientCertificateKey">PEM file of its key.</param>
internal sealed record ServiceTls(string? CertificateAuthorities, string? ClientCertificate, string? ClientCertificateKey)
{
    public static readonly ServiceTls None = new(null, null, null);

    public static ServiceTls Of(IReadOnlyDictionary<string, string>? metadata) => metadata is null ? None : new(
        metadata.GetValueOrDefault(nameof(CertificateAuthorities)),
        metadata.GetValueOrDefault(nameof(ClientCertificate)),
        metadata.GetValueOrDefault(nameof(ClientCertificateKey)));

    /// <exception cref="InvalidOperationException">The files cannot be used; the message says why and what to do.</exception>
    public WatchedServiceTls Open(string cluster, ICertificateFiles files) => new(
        CertificateAuthorities is { } bundle ? files.WatchAuthorities($"Cluster {cluster} {nameof(CertificateAuthorities)}", bundle) : null,
        ClientCertificate is { } shown && ClientCertificateKey is { } key ? files.WatchKeyed($"Cluster {cluster} {nameof(ClientCertificate)}", shown, key, CertificateUsage.Client) : null);
}
