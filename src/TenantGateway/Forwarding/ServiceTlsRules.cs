using System.Security.Authentication;
using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Forwarding;

/// <summary>Refuses clusters whose services could be anybody.</summary>
internal static class ServiceTlsRules
{
#pragma warning disable CS0618, SYSLIB0039, CA5397 // Named to be refused.
    private const SslProtocols Broken = SslProtocols.Ssl2 | SslProtocols.Ssl3 | SslProtocols.Tls | SslProtocols.Tls11;
#pragma warning restore CS0618, SYSLIB0039, CA5397

    public static IEnumerable<string> Problems(ClusterConfig cluster)
    {
        if (cluster.HttpClient?.DangerousAcceptAnyServerCertificate == true)
            yield return $"Cluster '{cluster.ClusterId}' accepts any server certificate. Name its authorities in the cluster's Metadata '{nameof(ServiceTls.CertificateAuthorities)}' instead.";
        if (((cluster.HttpClient?.SslProtocols ?? SslProtocols.None) & Broken) != 0)
            yield return $"Cluster '{cluster.ClusterId}' allows TLS older than 1.2. Remove it from SslProtocols.";
        var tls = ServiceTls.Of(cluster.Metadata);
        if (tls.ClientCertificate is null != tls.ClientCertificateKey is null)
            yield return $"Cluster '{cluster.ClusterId}' has one of {nameof(ServiceTls.ClientCertificate)} and {nameof(ServiceTls.ClientCertificateKey)} in its Metadata. Give both.";
    }
}
