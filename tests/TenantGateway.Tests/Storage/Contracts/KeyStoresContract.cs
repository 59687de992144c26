using System.Data.Common;
using TenantGateway.Core.Keys;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class KeyStoresContract : StorageContract
{
    [Fact]
    public async Task Generation_ComesBackByteForByte()
    {
        var record = Generations.Unsigned("operator", 12345, KeyLine.Audit) with { Epoch = long.MaxValue, Signature = Enumerable.Range(0, 64).Select(i => (byte)i).ToArray() };
        await new GenerationStore(Database).AddAsync([record], default);
        using var restarted = Storage.Open();
        var read = Assert.Single(await new GenerationStore(restarted).ListAsync(default));
        Assert.Equal(GenerationRecordEncoding.Encode(record), GenerationRecordEncoding.Encode(read));
        Assert.Equal(record.Signature.ToArray(), read.Signature.ToArray());
    }

    [Fact]
    public async Task GenerationOfTheSameNumber_IsLeftAsItIs()
    {
        var store = new GenerationStore(Database);
        await store.AddAsync([Generations.Unsigned("operator", 1, KeyLine.Audit)], default);
        await store.AddAsync([Generations.Unsigned("operator", 2, KeyLine.Audit)], default);
        Assert.Equal(KeyId.FromBits(1), Assert.Single(await store.ListAsync(default)).KeyId);
    }

    [Fact]
    public async Task SecondPrimaryOfALine_IsRefusedWithAllThatCameWithIt()
    {
        var store = new GenerationStore(Database);
        await store.AddAsync([Generations.Unsigned("acme", 1)], default);
        await Assert.ThrowsAnyAsync<DbException>(async () =>
            await store.AddAsync([Generations.Unsigned("acme", 2, number: 2, state: GenerationState.Readable), Generations.Unsigned("acme", 3, number: 3)], default));
        Assert.Single(await store.ListAsync(default));
    }

    [Fact]
    public async Task TimesAndMark_ComeBackToTheMillisecond()
    {
        var record = Generations.Unsigned("acme", 5) with
        {
            CreatedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1234567890123), StateSince = DateTimeOffset.UnixEpoch.AddMilliseconds(-1), IsCompromised = true,
        };
        await new GenerationStore(Database).AddAsync([record, Generations.Unsigned("globex", 6)], default);
        var read = await new GenerationStore(Database).ListAsync(default);
        Assert.Equal(GenerationRecordEncoding.Encode(record), GenerationRecordEncoding.Encode(read[0]));
        Assert.Equal((record.CreatedAt, record.StateSince, true), (read[0].CreatedAt, read[0].StateSince, read[0].IsCompromised));
        Assert.Equal((null, null, false), (read[1].CreatedAt, read[1].StateSince, read[1].IsCompromised));
    }

    [Fact]
    public async Task Change_OfTheEpochThatWasRead_ReplacesAllThatMayChange()
    {
        var store = new GenerationStore(Database);
        var stored = Generations.Unsigned("acme", 1);
        await store.AddAsync([stored], default);
        var changed = stored with
        {
            Epoch = 8, State = GenerationState.Readable, KekId = "local:kek-acme/2", WrappedKey = new byte[] { 9 }, Signature = new byte[] { 8 },
            StateSince = DateTimeOffset.UnixEpoch, IsCompromised = true,
        };
        var added = Generations.Unsigned("acme", 2, number: 2) with { Epoch = 1 };
        Assert.True(await store.TryChangeAsync([changed, added], default));
        var read = await store.ListAsync(default);
        Assert.Equal(GenerationRecordEncoding.Encode(changed), GenerationRecordEncoding.Encode(read[0]));
        Assert.Equal(changed.Signature.ToArray(), read[0].Signature.ToArray());
        Assert.Equal(GenerationRecordEncoding.Encode(added), GenerationRecordEncoding.Encode(read[1]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(1)]
    public async Task Change_OfAnotherEpoch_ChangesNothingOfWhatCameWithIt(long epoch)
    {
        var store = new GenerationStore(Database);
        await store.AddAsync([Generations.Unsigned("acme", 1), Generations.Unsigned("globex", 2)], default);
        var late = Generations.Unsigned("globex", 2, state: GenerationState.Readable) with { Epoch = epoch };
        Assert.False(await store.TryChangeAsync([Generations.Unsigned("acme", 1, state: GenerationState.Readable) with { Epoch = 8 }, Generations.Unsigned("acme", 3, number: 2) with { Epoch = 1 }, late], default));
        Assert.Equal([(GenerationState.Primary, 7L), (GenerationState.Primary, 7L)], (await store.ListAsync(default)).Select(record => (record.State, record.Epoch)));
    }

    [Theory]
    [InlineData(GenerationState.Primary)]
    [InlineData(GenerationState.Pending)]
    [InlineData(GenerationState.Searchable)]
    public async Task SecondOfALineThatHasOne_IsNotWritten(GenerationState state)
    {
        var store = new GenerationStore(Database);
        await store.AddAsync([Generations.Unsigned("acme", 1, state: state), Generations.Unsigned("acme", 2, number: 2, state: GenerationState.Disabled)], default);
        Assert.False(await store.TryChangeAsync([Generations.Unsigned("acme", 2, number: 2, state: state) with { Epoch = 8 }], default));
        Assert.False(await store.TryChangeAsync([Generations.Unsigned("acme", 3, number: 3, state: state) with { Epoch = 1 }], default));
        Assert.Equal([state, GenerationState.Disabled], (await store.ListAsync(default)).Select(record => record.State));
    }

    [Fact]
    public async Task ChangesFromManySides_OneWinsEachEpoch()
    {
        await new GenerationStore(Database).AddAsync([Generations.Unsigned("acme", 1)], default);
        using var other = Storage.Open();
        using var third = Storage.Open();
        for (var epoch = 8; epoch < 13; epoch++)
        {
            var attempts = Enumerable.Range(0, 12).Select(i => Task.Run(async () => await new GenerationStore(i % 2 == 0 ? other : third).TryChangeAsync(
                [Generations.Unsigned("acme", 1) with { Epoch = epoch, KekId = $"{i}" }, Generations.Unsigned("acme", (uint)((epoch * 100) + i), number: epoch, state: GenerationState.Readable) with { Epoch = 1 }], default)));
            var results = await Task.WhenAll(attempts);
            Assert.Equal(1, results.Count(won => won));
            var read = await new GenerationStore(Database).ListAsync(default);
            Assert.Equal((epoch, $"{Array.IndexOf(results, true)}", epoch - 6), ((int)read[0].Epoch, read[0].KekId, read.Count));
        }
    }

    [Fact]
    public async Task TokensSeen_AddUpOverProcesses()
    {
        var (first, second) = (new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 9));
        using var other = Storage.Open();
        await new TokenSightingStore(Database).AddAsync([new TokensSeen(KeyId.FromBits(1), 5, second, second), new TokensSeen(KeyId.FromBits(2), 1, first, first)], default);
        await new TokenSightingStore(other).AddAsync([new TokensSeen(KeyId.FromBits(1), 2, first, first)], default);
        Assert.Equal([new TokensSeen(KeyId.FromBits(1), 7, first, second), new TokensSeen(KeyId.FromBits(2), 1, first, first)], await new TokenSightingStore(Database).ListAsync(default));
    }

    [Fact]
    public async Task ServiceKeys_AreListedByPurposeOldestFirst()
    {
        var store = new ServiceKeyStore(Database);
        await store.AddAsync(ServiceKey("newer", "assertion", 2), default);
        await store.AddAsync(ServiceKey("older", "assertion", 1), default);
        await store.AddAsync(ServiceKey("else", "checkpoint", 0), default);
        await store.AddAsync(ServiceKey("older", "assertion", 3), default);
        using var restarted = Storage.Open();
        var read = await new ServiceKeyStore(restarted).ListAsync("assertion", default);
        Assert.Equal(["older", "newer"], read.Select(key => key.KeyId));
        Assert.Equal(ServiceKeyRecordEncoding.Encode(ServiceKey("older", "assertion", 1)), ServiceKeyRecordEncoding.Encode(read[0]));
        Assert.Equal(new byte[64], read[0].Signature.ToArray());
    }

    private static ServiceKeyRecord ServiceKey(string keyId, string purpose, int second) => new()
    {
        KeyId = keyId, Purpose = purpose, KekId = "local:kek-gateway/1", WrappedKey = new byte[] { 1, 2 }, PublicKey = new byte[] { 3 },
        CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(second).AddMilliseconds(5), Signature = new byte[64],
    };
}
