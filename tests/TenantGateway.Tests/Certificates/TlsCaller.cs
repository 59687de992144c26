using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Certificates;

/// <summary>A caller over TLS that asks for exactly what a test says, whatever the address, and trusts one authority.</summary>
internal sealed class TlsCaller(Uri address, X509Certificate2 authority)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The name in the handshake and in the certificate; empty for no name.</summary>
    public string ServerName { get; init; } = "localhost";

    public SslProtocols Protocols { get; init; } = SslProtocols.None;

    public string[] Alpn { get; init; } = [];

    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Whether the certificate is for another name than was asked for, which is then passed over.</summary>
    public bool AnyName { get; init; }

    public TlsCaller With(string serverName, params string[] alpn) =>
        new(address, authority) { ServerName = serverName, Protocols = Protocols, Alpn = alpn, ClientCertificate = ClientCertificate, AnyName = AnyName || serverName.Length == 0 };

    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    /// <exception cref="IOException">The server broke it off.</exception>
    public async Task<SslStream> ConnectAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, deadline.Token);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(Options(), deadline.Token);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends lines that end in LF for readability, and reads to the end of the connection.</summary>
    public async Task<RawAnswer> ExchangeAsync(string message)
    {
        await using var stream = await ConnectAsync();
        return await ExchangeAsync(stream, message);
    }

    public static async Task<RawAnswer> ExchangeAsync(SslStream stream, string message)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(message.Replace("\n", "\r\n", StringComparison.Ordinal)), deadline.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, deadline.Token);
        return new RawAnswer(Encoding.Latin1.GetString(answer.ToArray()));
    }

    /// <summary>A client that connects here for every host, with the host's name in the handshake.</summary>
    public HttpClient Client() => new(Handler()) { Timeout = Patience };

    public SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        SslOptions = Options(),
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = ServerName,
        EnabledSslProtocols = Protocols,
        ApplicationProtocols = Alpn.Length == 0 ? null : [.. Alpn.Select(name => new SslApplicationProtocol(name))],
        ClientCertificateContext = ClientCertificate is { } shown ? SslStreamCertificateContext.Create(shown, null, offline: true) : null,
        RemoteCertificateValidationCallback = (_, certificate, sent, errors) =>
        {
            if ((errors & (AnyName ? SslPolicyErrors.RemoteCertificateNotAvailable : SslPolicyErrors.RemoteCertificateNotAvailable | SslPolicyErrors.RemoteCertificateNameMismatch)) != 0) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
            return certificate is X509Certificate2 leaf && chain.Build(leaf);
        },
    };
}
