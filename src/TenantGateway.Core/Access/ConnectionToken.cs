namespace TenantGateway.Core.Access;

/// <summary>The token that came last on a connection, as the server holds it, and its name: a feature of the connection. Requests of one connection may run at once.</summary>
public sealed class ConnectionToken
{
    private NamedHeader? _last;

    public NamedHeader? Last
    {
        get => Volatile.Read(ref _last);
        set => Volatile.Write(ref _last, value);
    }
}

/// <param name="Header">The value of the Authorization header, by reference: the string cannot change.</param>
/// <param name="Name">The digest of the token in it.</param>
public sealed record NamedHeader(string Header, Fingerprint Name);
