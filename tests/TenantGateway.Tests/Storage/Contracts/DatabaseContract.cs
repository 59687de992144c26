using System.Data.Common;
using Dapper;
using TenantGateway.Core.Keys;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>What stores rely on.</summary>
public abstract class DatabaseContract : StorageContract
{
    private const string InsertSighting = "INSERT INTO token_sightings (key_id, tokens, first_day, last_day) VALUES (@key, 1, '', '')";

    private static readonly Insert<Portion> IntoPortions = PortionsWith("");

    /// <summary>Without its schema.</summary>
    internal abstract Task<TestStorage> CreateEmptyStorageAsync();

    /// <summary>The names of the dialect's scripts.</summary>
    internal abstract IEnumerable<string> Migrations { get; }

    [Fact]
    public async Task ManyProcessesOnANewOneAtOnce_MigrateItOnce()
    {
        await using var storage = await CreateEmptyStorageAsync();
        var databases = Enumerable.Range(0, 6).Select(_ => storage.Open()).ToList();

        await Task.WhenAll(databases.Select(database => Task.Run(async () => Assert.Empty(await new TenantStore(database).ListAsync(default)))));

        Assert.Equal(Migrations, await databases[0].QueryAsync<string>("SELECT ScriptName FROM SchemaVersions ORDER BY 1", null, default));
        foreach (var database in databases) database.Dispose();
    }

    [Fact]
    public async Task ManyWhoAskAtOnce_MigrateItOnce()
    {
        await using var storage = await CreateEmptyStorageAsync();
        using var database = storage.Open();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => Assert.Equal(0, await database.FindAsync<long>("SELECT count(*) FROM tenants", null, default)))));

        Assert.Equal(Migrations, await database.QueryAsync<string>("SELECT ScriptName FROM SchemaVersions ORDER BY 1", null, default));
    }

    [Fact]
    public async Task DatabaseOfANewerVersion_IsRefusedAndLeftAsItIs()
    {
        await Database.EnsureOpenAsync(default);
        await using (var stranger = await Storage.ConnectAsync()) await stranger.ExecuteAsync("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('0999_future.sql', '2030-01-01')");

        using var older = Storage.Open();
        for (var i = 0; i < 2; i++)
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await older.FindAsync<long>("SELECT 1", null, default));
            Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
            Assert.Contains("0999_future.sql", refused.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => StateHost.StartAsync(Storage.Directory, settings: Storage.Settings));
    }

    [Fact]
    public async Task Inspection_TellsWhatIsThereAndMigratesNothing()
    {
        await using var storage = await CreateEmptyStorageAsync();
        using var database = storage.Open();
        for (var i = 0; i < 2; i++)
        {
            var before = await database.InspectAsync(default);
            Assert.Equal((0, false), (before.Applied, before.IsCurrent));
            Assert.Equal(Migrations, before.Missing);
        }

        await database.EnsureOpenAsync(default);
        var current = await database.InspectAsync(default);
        Assert.Equal((Migrations.Count(), true), (current.Applied, current.IsCurrent));
        if (current.Now is { } now) Assert.InRange(now - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(-30), TimeSpan.FromSeconds(30));

        var last = Migrations.Last();
        await using (var stranger = await storage.ConnectAsync())
        {
            await stranger.ExecuteAsync("DELETE FROM SchemaVersions WHERE ScriptName = @last", new { last });
            await stranger.ExecuteAsync("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('0999_future.sql', '2030-01-01')");
        }

        var changed = await database.InspectAsync(default);
        Assert.Equal([last], changed.Missing);
        Assert.Equal(["0999_future.sql"], changed.Unknown);
        Assert.False(changed.IsCurrent);
    }

    /// <summary>So that nobody changes the state past the lock of writers.</summary>
    [Fact]
    public async Task ReadingConnection_RefusesToWrite()
    {
        await Assert.ThrowsAnyAsync<DbException>(() => Database.QueryAsync<string>("DELETE FROM token_sightings RETURNING key_id", null, default));
        await Assert.ThrowsAnyAsync<DbException>(() => Database.SnapshotAsync(transaction => transaction.ExecuteAsync(InsertSighting, new { key = "a" }), default));
        await AssertWrittenAsync();
    }

    [Fact]
    public async Task NotCommitted_DidNotHappen()
    {
        await Database.WriteAsync(transaction => transaction.ExecuteAsync(InsertSighting, new { key = "a" }), default);
        await Assert.ThrowsAsync<FormatException>(() => Database.WriteAsync<int>(
            async transaction =>
            {
                await transaction.ExecuteAsync(InsertSighting, new { key = "b" });
                throw new FormatException();
            },
            default));

        await AssertWrittenAsync();
    }

    /// <summary>A server may answer the commit of a failed transaction with a silent rollback.</summary>
    [Fact]
    public async Task CommitAfterAFailedStatement_IsRefused()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync(InsertSighting, new { key = "a" });
                var fault = await Assert.ThrowsAnyAsync<DbException>(() => transaction.ExecuteAsync(InsertSighting, new { key = "a" }));
                Assert.True(Database.IsKeyTaken(fault));
                await transaction.CommitAsync();
                return true;
            },
            default));

        await AssertWrittenAsync();
    }

    /// <summary>A condition that is read and acted upon holds, also where nobody has a row to lock.</summary>
    [Fact]
    public async Task WritersAtOnce_AreEachAlone()
    {
        using var other = Storage.Open();
        var numbers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? Database : other).WriteAsync(
            async transaction =>
            {
                var count = await transaction.FindAsync<long>("SELECT count(*) FROM token_sightings");
                await transaction.ExecuteAsync(InsertSighting, new { key = $"{count}" });
                await transaction.CommitAsync();
                return count;
            },
            default))));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), numbers.Order());
    }

    [Fact]
    public async Task Snapshot_IsOfOneMoment()
    {
        using var other = Storage.Open();
        var (before, after) = await Database.SnapshotAsync(
            async transaction =>
            {
                var first = await transaction.FindAsync<long>("SELECT count(*) FROM token_sightings");
                await new TokenSightingStore(other).AddAsync([new TokensSeen(KeyId.FromBits(1), 1, default, default)], default);
                return (first, await transaction.FindAsync<long>("SELECT count(*) FROM token_sightings"));
            },
            default);

        Assert.Equal((0, 0), (before, after));
        Assert.Single(await new TokenSightingStore(Database).ListAsync(default));
    }

    [Fact]
    public async Task ManyRows_AreOneStatementEach()
    {
        await Database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteForEachAsync("INSERT INTO token_sightings (key_id, tokens, first_day, last_day) VALUES (@Key, @Number, '', '')", Enumerable.Range(0, 1200).Select(i => new { Key = $"{i}", Number = (long)i }));
                await transaction.CommitAsync();
                return true;
            },
            default);

        Assert.Equal((1200, 1199 * 600), (await Database.FindAsync<long>("SELECT count(*) FROM token_sightings", null, default), await Database.FindAsync<long>("SELECT CAST(sum(tokens) AS BIGINT) FROM token_sightings", null, default)));
    }

    [Fact]
    public async Task InsertedRows_AreAllThereAsTheyWere()
    {
        var rows = Enumerable.Range(1, 2_500).Select(i => new Portion($"o'brien, \"{i}\" {{ü}}", i, [(byte)i, 0, 0xFF], i % 3 == 0 ? null : [])).ToList();

        await InsertAsync(IntoPortions, rows);

        var found = await Database.QueryAsync<Portion>("SELECT tenant, first_sequence AS number, offsets, details FROM audit_portions ORDER BY first_sequence", null, default);
        Assert.Equal(rows.Select(row => (row.Tenant, row.Number)), found.Select(row => (row.Tenant, row.Number)));
        Assert.All(rows.Zip(found), pair => Assert.Equal((Hex(pair.First.Offsets), Hex(pair.First.Details)), (Hex(pair.Second.Offsets), Hex(pair.Second.Details))));

        static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexString(bytes);
    }

    [Fact]
    public async Task InsertedRowWhoseKeyIsTaken_IsAFaultOrWhatTheInsertSays()
    {
        Portion[] rows = [new("acme", 1, [1], null), new("acme", 2, [2], null)];
        await InsertAsync(IntoPortions, rows[..1]);

        var fault = await Assert.ThrowsAnyAsync<DbException>(() => InsertAsync(IntoPortions, rows));
        Assert.True(Database.IsKeyTaken(fault));
        Assert.Equal(1, await Database.FindAsync<long>("SELECT count(*) FROM audit_portions", null, default));
        await InsertAsync(PortionsWith("ON CONFLICT (tenant, first_sequence) DO UPDATE SET offsets = excluded.offsets"), rows.Select(row => row with { Offsets = [9] }));

        Assert.Equal(["09", "09"], (await Database.QueryAsync<byte[]>("SELECT offsets FROM audit_portions", null, default)).Select(Convert.ToHexString));
    }

    [Fact]
    public async Task InsertOfNothing_IsNothing() => await InsertAsync(IntoPortions, []);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_000)]
    public async Task RowsAmongKeys_AreFound(int others)
    {
        var names = new[] { "plain", "o'brien", "\"quoted\", back\\slash", "[\"a\"]", "ünïcode", "" };
        await InsertAsync(IntoPortions, names.Append("somebody else").Select((name, i) => new Portion(name, i + 1, [], null)));

        var (condition, keys) = Database.Among("tenant", "keys", [.. names, .. Enumerable.Range(0, others).Select(i => $"nobody {i}")]);
        var parameters = new DynamicParameters();
        parameters.Add("keys", keys);
        var found = await Database.QueryAsync<string>($"SELECT tenant FROM audit_portions WHERE {condition} ORDER BY first_sequence", parameters, default);

        Assert.Equal(names, found);
    }

    [Fact]
    public async Task Turn_IsForOneAfterAnother()
    {
        using var other = Storage.Open();
        await Database.EnsureOpenAsync(default);
        var turn = await Database.TakeTurnAsync(default);
        var next = Task.Run(() => other.TakeTurnAsync(default));
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(200))));

        await turn.DisposeAsync();

        await (await next).DisposeAsync();
    }

    [Fact]
    public async Task Scrubbed_KeepsWhatIsThere()
    {
        await new GenerationStore(Database).AddAsync([Generations.Unsigned("acme", 1)], default);
        await World.Eventually.IsTrueAsync(() => Database.TryScrubAsync(default));

        Assert.Single(await new GenerationStore(Database).ListAsync(default));
    }

    private static Insert<Portion> PortionsWith(string onConflict) => new Insert<Portion>("audit_portions", onConflict)
        .With("tenant", row => row.Tenant).With("first_sequence", row => row.Number).With("last_sequence", row => row.Number).With("first_index", row => row.Number)
        .With("offsets", row => row.Offsets).With("last_hash", row => row.Offsets).With("details", row => row.Details);

    private Task<bool> InsertAsync(Insert<Portion> into, IEnumerable<Portion> rows) => Database.WriteAsync(
        async transaction =>
        {
            await transaction.InsertAsync(into, rows);
            await transaction.CommitAsync();
            return true;
        },
        default);

    private sealed record Portion(string Tenant, long Number, byte[] Offsets, byte[]? Details);

    private async Task AssertWrittenAsync(params string[] keys) => Assert.Equal(keys, await Database.QueryAsync<string>("SELECT key_id FROM token_sightings ORDER BY 1", null, default));
}
