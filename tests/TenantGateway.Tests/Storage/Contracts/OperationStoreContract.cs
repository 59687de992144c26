using System.Collections.Immutable;
using System.Data.Common;
using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class OperationStoreContract : StorageContract
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private OperationStore Operations => new(Database);

    [Fact]
    public async Task Added_ComesBackAsItWas()
    {
        var record = Record("op_1") with { LeasedUntil = T0.AddSeconds(1), SealedReason = new byte[] { 1, 0, 255 } };
        await Operations.AddAsync(record, default);
        using var restarted = Storage.Open();

        var read = await new OperationStore(restarted).FindAsync("op_1", default);

        Assert.NotNull(read);
        Assert.Equal(OperationRecordEncoding.Encode(record), OperationRecordEncoding.Encode(read));
        Assert.Equal(record.SealedReason.ToArray(), read.SealedReason.ToArray());
        Assert.Equal(record.Signature.ToArray(), read.Signature.ToArray());
        Assert.Equal(record.LeasedUntil, read.LeasedUntil);
        Assert.Null(await Operations.FindAsync("op_2", default));
        await Assert.ThrowsAnyAsync<DbException>(async () => await Operations.AddAsync(record, default));
    }

    [Fact]
    public async Task List_IsOfStateAndTenantTheNewestFirst()
    {
        await Operations.AddAsync(Record("op_1"), default);
        await Operations.AddAsync(Record("op_2", at: T0.AddMinutes(1)), default);
        await Operations.AddAsync(Record("op_3", "globex", OperationState.Approved), default);

        Assert.Equal(["op_2", "op_1", "op_3"], await IdsAsync(null, null));
        Assert.Equal(["op_2", "op_1"], await IdsAsync(OperationState.Requested, null));
        Assert.Equal(["op_3"], await IdsAsync(null, TenantId.Parse("globex")));
        Assert.Equal([], await IdsAsync(OperationState.Approved, TenantId.Parse("acme")));
        Assert.Equal(["op_2"], await IdsAsync(null, null, 1));
    }

    [Fact]
    public async Task ChangesFromManySides_OneWinsEachEpoch()
    {
        await Operations.AddAsync(Record("op_1"), default);
        using var other = Storage.Open();
        for (var epoch = 2; epoch < 6; epoch++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await new OperationStore(i % 2 == 0 ? Database : other).TryChangeAsync(Changed(epoch, $"{i}"), default))));
            Assert.Single(results, won => won);
            var read = await Operations.FindAsync("op_1", default);
            Assert.Equal((epoch, $"{Array.IndexOf(results, true)}"), ((int?)read?.Operation.Epoch, read?.Operation.Outcome));
        }
    }

    [Fact]
    public async Task Lease_IsOfTheEpochThatWasRead()
    {
        await Operations.AddAsync(Record("op_1"), default);

        Assert.True(await Operations.TryLeaseAsync("op_1", 1, T0, default));
        Assert.False(await Operations.TryLeaseAsync("op_1", 2, T0, default));
        Assert.False(await Operations.TryLeaseAsync("op_2", 1, T0, default));
        Assert.Equal(T0, (await Operations.FindAsync("op_1", default))?.LeasedUntil);
        Assert.True(await Operations.TryLeaseAsync("op_1", 1, null, default));
        Assert.Null((await Operations.FindAsync("op_1", default))?.LeasedUntil);
    }

    private static OperationRecord Changed(long epoch, string outcome)
    {
        var record = Record("op_1");
        return record with { Operation = record.Operation with { Epoch = epoch, Outcome = outcome, DecidedBy = new ActorId("ac_2"), DecidedAt = T0, EndedAt = T0 } };
    }

    private static OperationRecord Record(string id, string tenant = "acme", OperationState state = OperationState.Requested, DateTimeOffset? at = null) => new()
    {
        Operation = new Operation
        {
            Id = id, Kind = "tenant.terminate", Tenant = TenantId.Parse(tenant), Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("a", "\"1\""), Effects = ["all", "ends"],
            Hash = new byte[] { 1, 2 }, State = state, Reason = "", RequestedBy = new ActorId("ac_1"), RequestedAt = at ?? T0, ExpiresAt = (at ?? T0).AddHours(1), Epoch = 1,
        },
        RequestedBySubject = new ActorId("su_1"),
        SealedReason = new byte[] { 3 },
        Signature = new byte[64],
    };

    private async Task<IEnumerable<string>> IdsAsync(OperationState? state, TenantId? tenant, int limit = 10) =>
        (await Operations.ListAsync(state, tenant, limit, default)).Select(record => record.Operation.Id);
}
