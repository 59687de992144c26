using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Forwarding;

/// <summary>The files of one cluster's TLS.</summary>
internal sealed class WatchedServiceTls(IWatched<X509Certificate2Collection>? authorities, IWatched<KeyedCertificate>? own)
{
    public ServiceTlsContent Current => new(authorities?.Current, own?.Current);
}

/// <summary>What they held at one moment.</summary>
internal readonly struct ServiceTlsContent(X509Certificate2Collection? authorities, KeyedCertificate? own)
{
    private readonly X509Certificate2Collection? _authorities = authorities;
    private readonly KeyedCertificate? _own = own;

    /// <summary>Whether nothing was read anew in between.</summary>
    public bool IsSameAs(ServiceTlsContent other) => ReferenceEquals(_authorities, other._authorities) && ReferenceEquals(_own, other._own);

    public void Apply(SslClientAuthenticationOptions tls)
    {
        if (_authorities is { } trusted)
        {
            tls.RemoteCertificateValidationCallback = (_, certificate, sent, errors) =>
                certificate is X509Certificate2 leaf && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0 && LeadsTo(trusted, leaf, sent);
        }

        // With what leads from it to its authority: a service need know no more than the root.
        if (_own is { } shown) tls.ClientCertificateContext = SslStreamCertificateContext.Create(shown.Leaf, shown.Intermediates, offline: true);
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
