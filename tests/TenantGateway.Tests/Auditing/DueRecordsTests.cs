using TenantGateway.Auditing.Retention;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Auditing;

public sealed class DueRecordsTests
{
    private const string Acme = "acme";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly OneTenant _store = new(3_000);

    // A round asks for every tenant, and a batch is read whole for one record.
    [Fact]
    public async Task WhereNothingIsDue_OneRecordIsRead()
    {
        var due = new DueRecords(_store);

        Assert.Equal((0, false), (await FindAsync(due, Start), (await due.FindFromAsync(Acme, 0, Start, default)).HasAny));

        Assert.Equal([1, 1], _store.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_001)]
    [InlineData(2_500)]
    [InlineData(3_000)]
    public async Task RecordsOlderThanAMoment_AreDueUpToTheFirstThatIsNot(int records)
    {
        var (due, until) = (new DueRecords(_store), Start.AddMinutes(records));

        Assert.Equal(records, await FindAsync(due, until));
        Assert.Equal((records, true), await due.FindFromAsync(Acme, 0, until, default));
        Assert.Equal((records, false), await due.FindFromAsync(Acme, records, until, default));
    }

    private static async Task<long> FindAsync(DueRecords due, DateTimeOffset until) => (await due.FindAsync(Acme, 0, new MerkleFrontier(), until, default)).Tree.Size;

    // A record a minute, each with details.
    private sealed class OneTenant : IAuditStore
    {
        private readonly List<AuditRow> _rows = [];

        public OneTenant(int records)
        {
            var encoder = new AuditLeafEncoder();
            var entry = new AuditEntry { Event = AuditEvent.DataRevealed, Tenant = TenantId.Parse(Acme), Outcome = AuditOutcomes.Ok };
            for (var i = 0; i < records; i++) _rows.Add(new AuditRow(Acme, i + 1, encoder.Encode(entry, new AuditPlace(i + 1, null, Start.AddMinutes(i), null)).ToArray(), [1]));
        }

        public List<int> Asked { get; } = [];

        public ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken)
        {
            Asked.Add(limit);
            return ValueTask.FromResult<IReadOnlyList<AuditRow>>([.. _rows.Skip((int)afterSequence).Take(limit)]);
        }

        public ValueTask<IReadOnlyList<OpenIntent>> ReadIntentsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<OpenIntent>>([]);

        public ValueTask AppendAsync(IAuditPlacement placement, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<AuditHead> ReadHeadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<AuditBatch>> ReadBatchesAsync(long fromIndex, int records, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<MerkleHash>> ReadNodesAsync(int level, long firstIndex, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> EraseDetailsAsync(string tenant, long? sequence, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
