using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Redis.Connections;

/// <summary>The client's configuration: short times, no queues, and nothing of its own in the log.</summary>
internal static class RedisConfiguration
{
    // Between attempts to connect: at first soon, then at most so long.
    private const int FirstPause = 100;
    private const int LongestPause = 1000;

    /// <summary>How often the client looks for answers that do not come and connections that are dead.</summary>
    private const int HeartbeatMilliseconds = 250;

    /// <exception cref="InvalidOperationException">The file of the authorities cannot be used; the message says why and what to do.</exception>
    public static ConfigurationOptions Of(RedisOptions options, ICertificateFiles files)
    {
        var configuration = new ConfigurationOptions
        {
            Defaults = new RedisLogin(options),
            ClientName = "tenantgateway",
            AbortOnConnectFail = false,
            ConnectTimeout = options.ConnectTimeoutMilliseconds,
            SyncTimeout = options.CommandTimeoutMilliseconds,
            AsyncTimeout = options.CommandTimeoutMilliseconds,
            HeartbeatInterval = TimeSpan.FromMilliseconds(HeartbeatMilliseconds),
            ReconnectRetryPolicy = new ExponentialRetry(FirstPause, LongestPause),
            // What cannot be sent now is of no use later.
            BacklogPolicy = BacklogPolicy.FailFast,
            IncludeDetailInExceptions = false,
            // What the gateway needs no right to: it would read the server's configuration, passwords included.
            CommandMap = CommandMap.Create(["CONFIG"], available: false),
            // Neither is used here: no key is read and no channel heard that is not the gateway's.
            TieBreaker = "",
            ConfigurationChannel = "",
        };
        foreach (var endpoint in options.Endpoints)
        {
            if (RedisEndpoint.TryParse(endpoint, out var parsed)) configuration.EndPoints.Add(parsed.Host, parsed.Port);
        }

        if (options.Tls) UseTls(configuration, AuthoritiesOf(options, files));
        return configuration;
    }

    /// <exception cref="InvalidOperationException">The file cannot be used; the message says why and what to do.</exception>
    public static IWatched<X509Certificate2Collection>? AuthoritiesOf(RedisOptions options, ICertificateFiles files) =>
        options.CertificateAuthoritiesFile is { } file ? files.WatchAuthorities($"{RedisOptions.Section}:{nameof(options.CertificateAuthoritiesFile)}", file) : null;

    private static void UseTls(ConfigurationOptions configuration, IWatched<X509Certificate2Collection>? authorities)
    {
        configuration.Ssl = true;
        configuration.SslClientAuthenticationOptions = host => new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = authorities is null ? null : Trusting(authorities.Current),
        };
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
