using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// Connections to one vault or login endpoint: TLS always, no redirects, no cookies, no trace headers; a loopback host is reached on loopback and
/// trusted by the configured authority alone; a customer's host on public addresses alone.
/// </summary>
internal static class VaultTransport
{
    /// <param name="host">Where the transport will lead; decides how it connects and what it trusts.</param>
    /// <param name="options">The configured authority of loopback hosts.</param>
    /// <param name="publicOnly">Whether addresses that are not public are refused.</param>
    /// <param name="resolve">How names become addresses.</param>
    internal static HttpClientTransport Create(string host, AzureKeyVaultOptions options, bool publicOnly, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            ConnectTimeout = TimeSpan.FromSeconds(options.AttemptSeconds),
            // Names move to other addresses; a pooled connection would not follow them.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (LoopbackHost.Is(host))
        {
            handler.UseProxy = false;
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync([IPAddress.Loopback, IPAddress.IPv6Loopback], context.DnsEndPoint.Port, cancellationToken);
            handler.SslOptions.RemoteCertificateValidationCallback = OnlyBy(options.Loopback.CaFile);
        }
        else if (publicOnly)
        {
            // A proxy would resolve the name again, out of sight of this check.
            handler.UseProxy = false;
            handler.ConnectCallback = (context, cancellationToken) => ConnectPublicAsync(context.DnsEndPoint, resolve ?? Dns.GetHostAddressesAsync, cancellationToken);
        }

        return new HttpClientTransport(handler);
    }

    // The addresses that were checked are the ones that are connected to, so a second answer of the resolver changes nothing.
    private static async ValueTask<Stream> ConnectPublicAsync(DnsEndPoint endPoint, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellationToken)
    {
        var addresses = await resolve(endPoint.Host, cancellationToken);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (!Array.TrueForAll(addresses, PublicAddress.Is)) throw new VaultAddressRefusedException(endPoint.Host);
        return await ConnectAsync(addresses, endPoint.Port, cancellationToken);
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static RemoteCertificateValidationCallback OnlyBy(string caFile)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(caFile);
        return (_, certificate, _, errors) =>
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var presented = new X509Certificate2(certificate);
            return chain.Build(presented);
        };
    }
}
