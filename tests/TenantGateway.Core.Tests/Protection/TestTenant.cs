using System.Collections.Frozen;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>A tenant with fixed keys: the primary generations of each line and older ones that are still read.</summary>
internal sealed class TestTenant
{
    public static readonly TestTenant Acme = new("acme", 1);
    public static readonly TestTenant Globex = new("globex", 2);

    /// <summary>Acme while its lookup line is rotated: the primary generation of <see cref="Acme"/> is still searched beside a new one.</summary>
    public static readonly TestTenant AcmeInRotation = new("acme", 1, rotating: true);

    private TestTenant(string id, byte seed, bool rotating = false)
    {
        Id = TenantId.Parse(id);
        Data = Key(KeyLine.Data, seed, 1);
        Lookup = Key(KeyLine.Lookup, seed, 2);
        Audit = Key(KeyLine.Audit, seed, 3);
        OlderData = Key(KeyLine.Data, seed, 4);
        Disabled = Key(KeyLine.Data, seed, 5);
        NextLookup = Key(KeyLine.Lookup, seed, 6, generation: 2);
        Ring = rotating
            ? new KeyRing(Id, Data, NextLookup, Audit, [OlderData, Lookup]) { Searchables = [Lookup] }
            : new KeyRing(Id, Data, Lookup, Audit, [OlderData]);
    }

    public TenantId Id { get; }

    public GenerationKey Data { get; }

    public GenerationKey Lookup { get; }

    /// <summary>Takes over from <see cref="Lookup"/>; in the ring of <see cref="AcmeInRotation"/> only.</summary>
    public GenerationKey NextLookup { get; }

    public GenerationKey Audit { get; }

    public GenerationKey OlderData { get; }

    /// <summary>Known by its id, in no ring.</summary>
    public GenerationKey Disabled { get; }

    public KeyRing Ring { get; }

    public IEnumerable<GenerationKey> Generations => [Data, Lookup, NextLookup, Audit, OlderData, Disabled];

    /// <summary>Sees and writes everything that <see cref="TestPolicy"/> grants.</summary>
    public Actor Agent => Actor("agent", "a");

    /// <summary>Sees masks of some classes, writes nothing.</summary>
    public Actor Support => Actor("support", "b");

    /// <summary>Sees nothing.</summary>
    public Actor Guest => Actor("guest", "e");

    /// <summary>Sees handles.</summary>
    public Actor Analyst => Actor("analyst", "c");

    public Actor OtherAnalyst => Actor("analyst", "d");

    /// <summary>Key material that is the same on every run.</summary>
    public static byte[] Material(byte seed, byte number)
    {
        var material = new byte[GenerationKey.KeySize];
        for (var i = 0; i < material.Length; i++) material[i] = (byte)((i * 7) ^ (seed * 31) ^ (number * 101));
        return material;
    }

    private GenerationKey Key(KeyLine line, byte seed, byte number, int generation = 1) =>
        new(Id, KeyId.FromBits((seed * 1_000_003u) + (number * 77_777_777u)), line, Material(seed, number), generation);

    private Actor Actor(string role, string mark) => new()
    {
        Tenant = Id,
        Id = new ActorId(ActorId.Prefix + string.Concat(Enumerable.Repeat(mark, 26))),
        Roles = FrozenSet.Create(role),
        Scopes = FrozenSet<string>.Empty,
        AuthenticatedAt = null,
        Evidence = "mfa",
    };
}
