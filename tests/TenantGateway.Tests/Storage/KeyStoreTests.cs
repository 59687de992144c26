using Microsoft.Data.Sqlite;
using TenantGateway.Core.Keys;
using TenantGateway.Storage;

namespace TenantGateway.Tests.Storage;

public sealed class KeyStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Database _database;

    public KeyStoreTests() => _database = TestDatabase.In(_directory);

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Generation_ComesBackByteForByte()
    {
        var record = Generations.Unsigned("operator", 12345, KeyLine.Audit) with { Epoch = long.MaxValue, Signature = Enumerable.Range(0, 64).Select(i => (byte)i).ToArray() };
        await new GenerationStore(_database).AddAsync([record], default);
        using var restarted = TestDatabase.In(_directory);
        var read = Assert.Single(await new GenerationStore(restarted).ListAsync(default));
        Assert.Equal(GenerationRecordEncoding.Encode(record), GenerationRecordEncoding.Encode(read));
        Assert.Equal(record.Signature.ToArray(), read.Signature.ToArray());
    }

    [Fact]
    public async Task GenerationOfTheSameNumber_IsLeftAsItIs()
    {
        var store = new GenerationStore(_database);
        await store.AddAsync([Generations.Unsigned("operator", 1, KeyLine.Audit)], default);
        await store.AddAsync([Generations.Unsigned("operator", 2, KeyLine.Audit)], default);
        Assert.Equal(KeyId.FromBits(1), Assert.Single(await store.ListAsync(default)).KeyId);
    }

    [Fact]
    public async Task SecondPrimaryOfALine_IsRefusedWithAllThatCameWithIt()
    {
        var store = new GenerationStore(_database);
        await store.AddAsync([Generations.Unsigned("acme", 1)], default);
        await Assert.ThrowsAsync<SqliteException>(async () =>
            await store.AddAsync([Generations.Unsigned("acme", 2, number: 2, state: GenerationState.Readable), Generations.Unsigned("acme", 3, number: 3)], default));
        Assert.Single(await store.ListAsync(default));
    }

    [Fact]
    public async Task ServiceKeys_AreListedByPurposeOldestFirst()
    {
        var store = new ServiceKeyStore(_database);
        await store.AddAsync(ServiceKey("newer", "assertion", 2), default);
        await store.AddAsync(ServiceKey("older", "assertion", 1), default);
        await store.AddAsync(ServiceKey("else", "checkpoint", 0), default);
        await store.AddAsync(ServiceKey("older", "assertion", 3), default);
        using var restarted = TestDatabase.In(_directory);
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
