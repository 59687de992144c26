using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>The applications that are registered. One may be added while the provider runs, because its address may be known later.</summary>
internal sealed class DemoClients(IEnumerable<DemoClient> clients)
{
    private readonly ConcurrentDictionary<string, DemoClient> _clients = new(clients.Select(client => KeyValuePair.Create(client.Id, client)), StringComparer.Ordinal);

    public void Add(DemoClient client) => _clients[client.Id] = client;

    public IEnumerable<DemoClient> All => _clients.Values;

    public DemoClient? Find(string? id) => id is null ? null : _clients.GetValueOrDefault(id);

    /// <summary>The client of that id, where the secret is its own.</summary>
    public DemoClient? Authenticate(string? id, string? secret) =>
        Find(id) is { } client && secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(secret)) ? client : null;

    /// <summary>The origins that forms of this provider may lead to: browsers hold a form's policy against the redirects after it, too.</summary>
    public IEnumerable<string> Origins => _clients.Values.Select(client => client.RedirectUri.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);
}
