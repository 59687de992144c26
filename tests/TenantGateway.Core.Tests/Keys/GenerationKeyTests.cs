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
        Assert.Equal(before, lease.Value.Ring.Audit.PseudonymOf("iss", "sub"));
        lease.Value.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.Audit.PseudonymOf("iss", "sub"));
    }

    [Fact]
    public void LeaseDisposedTwice_EndsOnce()
    {
        var generations = NewGenerations();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        var first = ring.TryLease() ?? throw new InvalidOperationException();
        using var second = ring.TryLease() ?? throw new InvalidOperationException();
        var pseudonym = ring.Audit.PseudonymOf("iss", "sub");
        var copy = first;
        first.Dispose();
        first.Dispose();
        copy.Dispose();
        foreach (var generation in generations) generation.Retire();
        Assert.Equal(pseudonym, second.Ring.Audit.PseudonymOf("iss", "sub"));
        Assert.Throws<ObjectDisposedException>(() => first.Ring);
        Assert.Throws<ObjectDisposedException>(() => copy.Ring);
    }

    [Fact]
    public void LeaseThatHasEnded_NeitherUsesNorEndsTheNextOne()
    {
        var generations = NewGenerations();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        var ended = ring.TryLease() ?? throw new InvalidOperationException();
        ended.Dispose();
        var next = ring.TryLease() ?? throw new InvalidOperationException();
        Assert.Throws<ObjectDisposedException>(() => ended.Ring);
        ended.Dispose();
        foreach (var generation in generations) generation.Retire();
        Assert.StartsWith("ac_", next.Ring.Audit.PseudonymOf("iss", "sub").Value, StringComparison.Ordinal);
        next.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.Audit.PseudonymOf("iss", "sub"));
    }

    [Fact]
    public void LeaseThatNeverWas_CannotBeUsedAndEndsNothing()
    {
        var none = default(KeyRingLease);
        Assert.Throws<ObjectDisposedException>(() => none.Ring);
        none.Dispose();
    }

    [Fact]
    public void LeaseEndedOnAnotherThread_EndsOnce()
    {
        var generations = NewGenerations();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        for (var round = 0; round < 200; round++)
        {
            var lease = ring.TryLease() ?? throw new InvalidOperationException();
            using var still = ring.TryLease() ?? throw new InvalidOperationException();
            Parallel.For(0, 4, _ => lease.Dispose());
            Assert.Same(ring, still.Ring);
        }

        foreach (var generation in generations) generation.Retire();
        Assert.Throws<ObjectDisposedException>(() => ring.Audit.PseudonymOf("iss", "sub"));
    }

    [Fact]
    public void RingReplacedByALargerOne_KeepsTheKeysAlive()
    {
        var generations = NewGenerations();
        var smaller = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        var further = new GenerationKey(Acme, KeyId.FromBits(4), KeyLine.Data, Key);
        var larger = new KeyRing(Acme, generations[0], generations[1], generations[2], [further]);
        smaller.Retire();
        Assert.Null(smaller.TryLease());
        using (var lease = larger.TryLease() ?? throw new InvalidOperationException()) Assert.StartsWith("ac_", lease.Ring.Audit.PseudonymOf("iss", "sub").Value, StringComparison.Ordinal);
        further.Retire();
        Assert.Null(larger.TryLease());
        Assert.StartsWith("ac_", generations[2].PseudonymOf("iss", "sub").Value, StringComparison.Ordinal);
        generations[2].Retire();
        Assert.Throws<ObjectDisposedException>(() => generations[2].PseudonymOf("iss", "sub"));
    }

    [Fact]
    public void RingOfARetiredGeneration_IsRetiredFromTheStart()
    {
        var generations = NewGenerations();
        generations[0].Retire();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        Assert.Null(ring.TryLease());
        generations[2].Retire();
        Assert.Throws<ObjectDisposedException>(() => generations[2].PseudonymOf("iss", "sub"));
    }

    [Fact]
    public void SteadyState_AllocatesNothing()
    {
        var generations = NewGenerations();
        var ring = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
        for (var i = 0; i < 100; i++) ring.TryLease()?.Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) ring.TryLease()?.Dispose();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Rings come and go while others seal and generations are retired, as in a rotation under load with a revocation on top of it.</summary>
    [Fact]
    public async Task RingsReplacedAndRetiredWhileOthersSeal_NeverSealUnderAZeroKey()
    {
        using var reference = new Reference();
        for (var round = 0; round < 100; round++)
        {
            var generations = NewGenerations();
            var current = new KeyRing(Acme, generations[0], generations[1], generations[2], []);
            var sealedTexts = 0;
            using var start = new Barrier(5);
            var sealing = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                var output = new byte[Reference.Text.Length + AesSiv.TagSize];
                start.SignalAndWait();
                while (!generations[0].IsRetired)
                {
                    if (Volatile.Read(ref current).TryLease() is not { } lease) continue;
                    using (lease) lease.Ring.Data.Tokens.Seal(lease.Ring.Data.TokenState, Reference.Text, output);
                    Assert.Equal(reference.Expected, output);
                    Interlocked.Increment(ref sealedTexts);
                }
            })).ToArray();
            start.SignalAndWait();
            SpinWait.SpinUntil(() => Volatile.Read(ref sealedTexts) > 0, TimeSpan.FromSeconds(10));
            for (var replaced = 0; replaced < 20; replaced++)
            {
                var before = current;
                Volatile.Write(ref current, new KeyRing(Acme, generations[0], generations[1], generations[2], []));
                before.Retire();
            }

            foreach (var generation in generations) generation.Retire();
            await Task.WhenAll(sealing);
            Assert.True(sealedTexts > 0);
            Assert.Null(current.TryLease());
            Assert.Throws<ObjectDisposedException>(() => generations[0].Tokens.Seal(generations[0].TokenState, Reference.Text, new byte[Reference.Text.Length + AesSiv.TagSize]));
        }
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
