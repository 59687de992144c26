using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Keys;

public class GenerationKeyTests
{
    private static readonly TenantId Acme = TenantId.Parse("acme");
    private static readonly byte[] Key = SHA512.HashData("a generation"u8);

    [Fact]
    public async Task RetiredWhileOthersSeal_NeverSealsUnderAZeroKey()
    {
        using var reference = new Reference();
        for (var round = 0; round < 300; round++)
        {
            var generations = NewGenerations();
            var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
            using var start = new Barrier(4);
            var sealing = Enumerable.Range(0, 3).Select(_ => Task.Run(() => SealUntilRetired(ring, reference, start))).ToArray();
            start.SignalAndWait();
            for (var spin = 0; spin < round; spin++) _ = ring.TryLease() is { } lease && Release(lease);
            foreach (var generation in generations) generation.Retire();
            await Task.WhenAll(sealing);
            Assert.Null(ring.TryLease());
        }
    }

    [Fact]
    public void RetiredUnderALease_IsZeroedWhenTheLeaseEnds()
    {
        var generations = NewGenerations();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        var before = ring.Audit.PseudonymOf("iss", "sub");
        var lease = ring.TryLease();
        Assert.NotNull(lease);
        foreach (var generation in generations) generation.Retire();
        Assert.Null(ring.TryLease());
        Assert.Equal(before, lease.Ring.Audit.PseudonymOf("iss", "sub"));
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.Audit.PseudonymOf("iss", "sub"));
    }

    [Fact]
    public void LeaseDisposedTwice_EndsOnce()
    {
        var generations = NewGenerations();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        var first = ring.TryLease();
        using var second = ring.TryLease();
        Assert.NotNull(first);
        Assert.NotNull(second);
        var pseudonym = ring.Audit.PseudonymOf("iss", "sub");
        first.Dispose();
        first.Dispose();
        foreach (var generation in generations) generation.Retire();
        Assert.Equal(pseudonym, second.Ring.Audit.PseudonymOf("iss", "sub"));
        Assert.Throws<ObjectDisposedException>(() => first.Ring);
    }

    [Fact]
    public void OneGenerationRetired_LeavesNoLeaseOnTheOthers()
    {
        var generations = NewGenerations();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        generations[1].Retire();
        Assert.Null(ring.TryLease());
        generations[2].Retire();
        Assert.Throws<ObjectDisposedException>(() => ring.Audit.PseudonymOf("iss", "sub"));
    }

    [Fact]
    public void RingOfTheOperator_HasAnAuditLineOnly()
    {
        using var audit = new PinnedKey(GenerationKey.KeySize);
        var generation = new GenerationKey(TenantId.Operator, KeyId.FromBits(9), KeyLine.Audit, audit.Span);
        var ring = new KeyRing(TenantId.Operator, null, null, generation, []);
        Assert.Same(generation, ring.Audit);
        Assert.Throws<InvalidOperationException>(() => ring.Data);
        Assert.Throws<InvalidOperationException>(() => ring.Lookup);
        var ofCustomer = NewGenerations();
        Assert.Throws<ArgumentException>(() => new KeyRing(Acme, null, ofCustomer[1], ofCustomer[2], []));
    }

    [Fact]
    public void GenerationOfAnotherTenant_IsRefusedInARing()
    {
        var generations = NewGenerations();
        var foreign = new GenerationKey(TenantId.Parse("globex"), KeyId.FromBits(7), KeyLine.Data, Key);
        Assert.Throws<ArgumentException>(() => new KeyRing(Acme, generations[0], generations[1], generations[2], [foreign]));
    }

    private static GenerationKey[] NewGenerations() =>
    [
        new(Acme, KeyId.FromBits(1), KeyLine.Data, Key),
        new(Acme, KeyId.FromBits(2), KeyLine.Lookup, Key),
        new(Acme, KeyId.FromBits(3), KeyLine.Audit, Key),
    ];

    private static bool Release(KeyRingLease lease)
    {
        lease.Dispose();
        return true;
    }

    private static void SealUntilRetired(KeyRing ring, Reference reference, Barrier start)
    {
        var output = new byte[Reference.Text.Length + AesSiv.TagSize];
        start.SignalAndWait();
        while (ring.TryLease() is { } lease)
        {
            using (lease)
            {
                lease.Ring.Data.Tokens.Seal(lease.Ring.Data.TokenState, Reference.Text, output);
                Assert.Equal(reference.Expected, output);
            }
        }
    }

    // AES-SIV without a nonce is deterministic: whatever differs was sealed under another key.
    private sealed class Reference : IDisposable
    {
        internal static readonly byte[] Text = "a value under the right key"u8.ToArray();
        private readonly GenerationKey _key = new(Acme, KeyId.FromBits(1), KeyLine.Data, Key);

        internal Reference() => _key.Tokens.Seal(_key.TokenState, Text, Expected);

        internal byte[] Expected { get; } = new byte[Text.Length + AesSiv.TagSize];

        public void Dispose() => _key.Retire();
    }
}
