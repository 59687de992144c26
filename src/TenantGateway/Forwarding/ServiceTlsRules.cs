using System.Security.Authentication;
using TenantGateway.Core.Certificates;
using Yarp.ReverseProxy.Configuration;

namespace TenantGateway.Forwarding;

/// <summary>Refuses clusters whose services could be anybody.</summary>
internal static class ServiceTlsRules
{
#pragma warning disable CS0618, SYSLIB0039, CA5397 // Named to be refused.
    private const SslProtocols Broken = SslProtocols.Ssl2 | SslProtocols.Ssl3 | SslProtocols.Tls | SslProtocols.Tls11;
#pragma warning restore CS0618, SYSLIB0039, CA5397

    private static readonly string[] Known = [nameof(ServiceTls.CertificateAuthorities), nameof(ServiceTls.ClientCertificate), nameof(ServiceTls.ClientCertificateKey)];

    public static IEnumerable<string> Problems(ClusterConfig cluster, ICertificateFiles files)
    {
        var id = cluster.ClusterId;
        if (cluster.HttpClient?.DangerousAcceptAnyServerCertificate == true)
            yield return $"Cluster '{id}' accepts any server certificate. Name its authorities in the cluster's Metadata '{nameof(ServiceTls.CertificateAuthorities)}' instead.";
        if (((cluster.HttpClient?.SslProtocols ?? SslProtocols.None) & Broken) != 0)
            yield return $"Cluster '{id}' allows TLS older than 1.2. Remove it from SslProtocols.";
        // A misspelt name would leave the authorities of the system in force, and nobody would know.
        foreach (var key in cluster.Metadata?.Keys.Where(key => key.Contains("Certificate", StringComparison.OrdinalIgnoreCase) && !Known.Contains(key, StringComparer.OrdinalIgnoreCase)) ?? [])
            yield return $"Cluster '{id}' has '{key}' in its Metadata, which nothing reads. Known are {string.Join(", ", Known)}.";
        foreach (var problem in ProblemsOf(ServiceTls.Of(cluster.Metadata), cluster, files)) yield return problem;
    }

    private static IEnumerable<string> ProblemsOf(ServiceTls tls, ClusterConfig cluster, ICertificateFiles files)
    {
        if (tls == ServiceTls.None) yield break;
        if (tls.ClientCertificate is null != tls.ClientCertificateKey is null)
            yield return $"Cluster '{cluster.ClusterId}' has one of {nameof(ServiceTls.ClientCertificate)} and {nameof(ServiceTls.ClientCertificateKey)} in its Metadata. Give both.";
        foreach (var (name, destination) in cluster.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            if (!destination.Address.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                yield return $"Cluster '{cluster.ClusterId}' names certificates, and its destination '{name}' is not https, so none would be looked at. Make it https.";
        }

        if (Unusable(tls, cluster.ClusterId, files) is { } problem) yield return problem;
    }

    // Read here as well, so that a configuration with broken files is refused as a whole.
    private static string? Unusable(ServiceTls tls, string cluster, ICertificateFiles files)
    {
        try
        {
            tls.Open(cluster, files);
            return null;
        }
        catch (InvalidOperationException broken)
        {
            return broken.Message;
        }
    }
}
