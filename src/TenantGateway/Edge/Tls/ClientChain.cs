using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Edge.Tls;

/// <summary>Callers' certificates under the operator's own authorities, never under the system's (RFC 5280 section 6).</summary>
internal static class ClientChain
{
    public static void Demand(SslServerAuthenticationOptions options, X509Certificate2Collection authorities, bool isRequired)
    {
        // Whether none is refused is said below: without this the caller is not even asked.
        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        options.CertificateChainPolicy.ApplicationPolicy.Add(new Oid(KeyPurposes.ClientAuthentication));
        options.RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is null ? !isRequired : errors == SslPolicyErrors.None;
    }
}
