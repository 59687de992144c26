namespace TenantGateway.Forwarding;

/// <summary>
/// Sends with a client that was made for what the certificate files hold now. Once they hold something else, every further request goes over new connections:
/// an authority that was taken out is not trusted a moment longer because a connection happens to be open.
/// </summary>
internal sealed class RenewedHandler : HttpMessageHandler
{
    private readonly WatchedServiceTls _tls;
    private readonly Func<ServiceTlsContent, HttpMessageInvoker> _make;
    private readonly Lock _making = new();
    private volatile Made _made;

    public RenewedHandler(WatchedServiceTls tls, Func<ServiceTlsContent, HttpMessageInvoker> make)
    {
        (_tls, _make) = (tls, make);
        _made = MakeFor(tls.Current);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Client().SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _made.Client.Dispose();
        base.Dispose(disposing);
    }

    private HttpMessageInvoker Client()
    {
        var made = _made;
        if (made.Content.IsSameAs(_tls.Current)) return made.Client;
        lock (_making)
        {
            var current = _tls.Current;
            // The old one is not disposed of: exchanges are under way on it. Its connections end when they are idle.
            if (!_made.Content.IsSameAs(current)) _made = MakeFor(current);
            return _made.Client;
        }
    }

    private Made MakeFor(ServiceTlsContent content) => new(content, _make(content));

    private sealed record Made(ServiceTlsContent Content, HttpMessageInvoker Client);
}
