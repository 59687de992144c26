using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Edge.Tls;

/// <summary>Ends TLS on a listener, with the certificates as they are at the moment of each handshake.</summary>
internal sealed class ServerTls : ICertificateUse
{
    // Forward secrecy and authenticated encryption alone (RFC 9325 section 4.2). Those of TLS 1.3 have no others.
    private static readonly CipherSuitesPolicy? Suites = OperatingSystem.IsLinux() ? new CipherSuitesPolicy(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]) : null;

    private readonly TlsOptions _options;
    private readonly SslProtocols _protocols;
    private readonly Lazy<IWatched<KeyedCertificate>[]> _certificates;
    private readonly Lazy<IWatched<X509Certificate2Collection>?> _authorities;
    private readonly TlsMetrics _metrics;

    // What a handshake needs of a certificate is made once, and goes when the certificate does.
    private readonly ConditionalWeakTable<KeyedCertificate, SslStreamCertificateContext> _contexts = [];

    public ServerTls(IOptions<TlsOptions> options, ICertificateFiles files, TlsMetrics metrics)
    {
        (_options, _metrics) = (options.Value, metrics);
        _protocols = _options.MinimumVersion == "1.3" ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;
        _certificates = new(() => [.. _options.Certificates.Select((pair, i) => files.WatchKeyed($"{TlsOptions.Section}:Certificates:{i}", pair.Certificate, pair.Key, CertificateUsage.Server))]);
        _authorities = new(() => string.IsNullOrEmpty(_options.ClientAuthorities) ? null : files.WatchAuthorities($"{TlsOptions.Section}:ClientAuthorities", _options.ClientAuthorities));
    }

    public void Read()
    {
        _ = _certificates.Value;
        _ = _authorities.Value;
    }

    /// <exception cref="InvalidOperationException">There is no certificate, or one cannot be used.</exception>
    public void Use(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, Plane plane)
    {
        if (_certificates.Value.Length == 0) throw new InvalidOperationException($"A listener is https, and {TlsOptions.Section}:Certificates names no certificate. Name one, or listen on http.");
        var clients = plane switch
        {
            Plane.Data => _options.ClientCertificates.Data,
            Plane.Admin => _options.ClientCertificates.Admin,
            // Who probes and scrapes has none, and gets nothing that needs one.
            _ => ClientCertificates.None,
        };
        _ = _authorities.Value;
        _metrics.Around(listen, plane, encrypted => encrypted.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TimeSpan.FromSeconds(_options.HandshakeSeconds),
            OnConnection = handshake => ValueTask.FromResult(Negotiate(handshake.ClientHelloInfo.ServerName, clients)),
        }));
    }

    private SslServerAuthenticationOptions Negotiate(string serverName, ClientCertificates clients)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = ContextOf(CertificateFor(ServerNames.Compared(serverName))),
            EnabledSslProtocols = _protocols,
            CipherSuitesPolicy = Suites,
            AllowRenegotiation = false,
            // A resumed session would skip the look at the caller's certificate, and could come from a plane or a time that asked for another.
            AllowTlsResume = false,
            EncryptionPolicy = EncryptionPolicy.RequireEncryption,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (clients != ClientCertificates.None && _authorities.Value is { } authorities) ClientChain.Demand(options, authorities.Current, clients == ClientCertificates.Required);
        return options;
    }

    private KeyedCertificate CertificateFor(string name)
    {
        var certificates = _certificates.Value;
        var named = Array.Find(certificates, certificate => certificate.Current.Names(name)) ?? Array.Find(certificates, certificate => certificate.Current.Covers(name));
        return (named ?? certificates[0]).Current;
    }

    private SslStreamCertificateContext ContextOf(KeyedCertificate certificate) =>
        _contexts.GetValue(certificate, static made => SslStreamCertificateContext.Create(made.Leaf, made.Intermediates, offline: true));
}
