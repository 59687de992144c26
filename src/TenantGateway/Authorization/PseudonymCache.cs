using System.Collections.Concurrent;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>
/// A bounded table in two halves: when the young half is full it becomes the old one, and the old one is dropped. What is in use moves back to
/// the young half, so a stranger who floods the table costs the regulars one computation each, not more.
/// </summary>
internal sealed class PseudonymCache(int capacity)
{
    private readonly Lock _turn = new();
    private readonly int _half = Math.Max(1, capacity / 2);
    private volatile ConcurrentDictionary<Person, ActorId> _young = new();
    private volatile ConcurrentDictionary<Person, ActorId> _old = new();
    private int _count;

    public bool TryGet(Person person, out ActorId id)
    {
        if (_young.TryGetValue(person, out id)) return true;
        if (!_old.TryGetValue(person, out id)) return false;
        Add(person, id);
        return true;
    }

    public void Add(Person person, ActorId id)
    {
        lock (_turn)
        {
            if (!_young.TryAdd(person, id) || ++_count < _half) return;
            _old = _young;
            _young = new ConcurrentDictionary<Person, ActorId>();
            _count = 0;
        }
    }
}

/// <summary>Who someone is to an issuer, and to an organization where that has actors of its own. Personal data.</summary>
internal readonly record struct Person(string Issuer, string Subject, string? Organization)
{
    public static Person Of(VerifiedToken token, OrganizationBinding? organization) =>
        new(token.Issuer, token.Subject, organization is { SharesActors: false } ? organization.OrganizationId : null);

    public override string ToString() => nameof(Person);
}
