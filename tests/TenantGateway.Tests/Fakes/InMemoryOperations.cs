using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>Operations in memory, with the contract of the real store; a test may change them as somebody with the database would.</summary>
internal sealed class InMemoryOperations : IOperationStore
{
    private readonly Dictionary<string, OperationRecord> _records = [];

    public OperationRecord this[string id]
    {
        get
        {
            lock (_records) return _records[id];
        }

        set
        {
            lock (_records) _records[id] = value;
        }
    }

    public ValueTask AddAsync(OperationRecord record, CancellationToken cancellationToken)
    {
        lock (_records) _records.Add(record.Operation.Id, record);
        return ValueTask.CompletedTask;
    }

    public ValueTask<OperationRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_records) return ValueTask.FromResult(_records.GetValueOrDefault(id));
    }

    public ValueTask<IReadOnlyList<OperationRecord>> ListAsync(OperationState? state, TenantId? tenant, int limit, CancellationToken cancellationToken)
    {
        lock (_records)
        {
            return ValueTask.FromResult<IReadOnlyList<OperationRecord>>([.. _records.Values
                .Where(record => (state is null || record.Operation.State == state) && (tenant is null || record.Operation.Tenant == tenant))
                .OrderByDescending(record => record.Operation.RequestedAt)
                .Take(limit)]);
        }
    }

    public ValueTask<bool> TryChangeAsync(OperationRecord changed, CancellationToken cancellationToken)
    {
        lock (_records)
        {
            if (!_records.TryGetValue(changed.Operation.Id, out var stored) || stored.Operation.Epoch != changed.Operation.Epoch - 1) return ValueTask.FromResult(false);
            _records[changed.Operation.Id] = changed;
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> TryLeaseAsync(string id, long epoch, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        lock (_records)
        {
            if (!_records.TryGetValue(id, out var stored) || stored.Operation.Epoch != epoch) return ValueTask.FromResult(false);
            _records[id] = stored with { LeasedUntil = until };
            return ValueTask.FromResult(true);
        }
    }
}
