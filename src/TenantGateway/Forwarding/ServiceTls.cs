using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

    /// <summary>Makes connections follow the files as they are when each is opened.</summary>
    public void Apply(SslClientAuthenticationOptions tls, string cluster, ICertificateFiles files)
    {
        if (tls.EnabledSslProtocols == SslProtocols.None) tls.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (CertificateAuthorities is { } bundle)
        {
            var authorities = files.WatchAuthorities($"Cluster {cluster} {nameof(CertificateAuthorities)}", bundle);
            tls.RemoteCertificateValidationCallback = (_, certificate, sent, errors) =>
                certificate is X509Certificate2 leaf && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0 && LeadsTo(authorities.Current, leaf, sent);
        }

        if (ClientCertificate is { } shown && ClientCertificateKey is { } key)
        {
            var own = files.WatchKeyed($"Cluster {cluster} {nameof(ClientCertificate)}", shown, key, CertificateUsage.Client);
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => own.Current.Leaf;
        }
    }

    private static bool LeadsTo(X509Certificate2Collection authorities, X509Certificate2 leaf, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(KeyPurposes.ServerAuthentication));
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(leaf);
    }
}
