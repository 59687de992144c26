using System.Collections.Immutable;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Operations, as they were signed.</summary>
internal sealed class OperationStore(Database database) : IOperationStore
{
    private const string Columns =
        """
        id, kind, tenant_id AS tenantId, parameters, effects, hash, state, sealed_reason AS sealedReason, requested_by AS requestedBy,
        requested_by_subject AS requestedBySubject, requested_at AS requestedAt, expires_at AS expiresAt, decided_by AS decidedBy, decided_at AS decidedAt,
        ended_at AS endedAt, outcome, epoch, leased_until AS leasedUntil, signature
        """;

    public async ValueTask AddAsync(OperationRecord record, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        INSERT INTO operations (
            id, kind, tenant_id, parameters, effects, hash, state, sealed_reason, requested_by, requested_by_subject, requested_at, expires_at,
            decided_by, decided_at, ended_at, outcome, epoch, leased_until, signature)
        VALUES (
            @Id, @Kind, @TenantId, @Parameters, @Effects, @Hash, @State, @SealedReason, @RequestedBy, @RequestedBySubject, @RequestedAt, @ExpiresAt,
            @DecidedBy, @DecidedAt, @EndedAt, @Outcome, @Epoch, @LeasedUntil, @Signature)
        """,
        Row.Of(record),
        cancellationToken);

    public async ValueTask<OperationRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<Row>($"SELECT {Columns} FROM operations WHERE id = @id", new { id }, cancellationToken);
        return row?.ToRecord();
    }

    public async ValueTask<IReadOnlyList<OperationRecord>> ListAsync(OperationState? state, TenantId? tenant, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<Row>(
            $"""
            SELECT {Columns} FROM operations
            WHERE (@state IS NULL OR state = @state) AND (@tenant IS NULL OR tenant_id = @tenant)
            ORDER BY requested_at DESC, id LIMIT @limit
            """,
            new { state = (long?)state, tenant = tenant?.Value, limit },
            cancellationToken);
        return [.. rows.Select(row => row.ToRecord())];
    }

    public async ValueTask<bool> TryChangeAsync(OperationRecord changed, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        UPDATE operations SET state = @State, decided_by = @DecidedBy, decided_at = @DecidedAt, ended_at = @EndedAt, outcome = @Outcome,
            epoch = @Epoch, leased_until = @LeasedUntil, signature = @Signature
        WHERE id = @Id AND epoch = @Epoch - 1
        """,
        Row.Of(changed),
        cancellationToken);

    public async ValueTask<bool> TryLeaseAsync(string id, long epoch, DateTimeOffset? until, CancellationToken cancellationToken) => await database.ChangeAsync(
        "UPDATE operations SET leased_until = @until WHERE id = @id AND epoch = @epoch", new { id, epoch, until = StoredTime.Of(until) }, cancellationToken);

    private sealed record Row(
        string Id, string Kind, string TenantId, string Parameters, string Effects, byte[] Hash, long State, byte[] SealedReason, string RequestedBy,
        string RequestedBySubject, string RequestedAt, string ExpiresAt, string? DecidedBy, string? DecidedAt, string? EndedAt, string? Outcome, long Epoch,
        string? LeasedUntil, byte[] Signature)
    {
        internal static Row Of(OperationRecord record)
        {
            var operation = record.Operation;
            return new Row(
                operation.Id,
                operation.Kind,
                operation.Tenant.Value,
                JsonSerializer.Serialize(operation.Parameters),
                JsonSerializer.Serialize(operation.Effects),
                operation.Hash.ToArray(),
                (long)operation.State,
                record.SealedReason.ToArray(),
                operation.RequestedBy.Value,
                record.RequestedBySubject.Value,
                StoredTime.Of(operation.RequestedAt),
                StoredTime.Of(operation.ExpiresAt),
                operation.DecidedBy?.Value,
                StoredTime.Of(operation.DecidedAt),
                StoredTime.Of(operation.EndedAt),
                operation.Outcome,
                operation.Epoch,
                StoredTime.Of(record.LeasedUntil),
                record.Signature.ToArray());
        }

        internal OperationRecord ToRecord() => new()
        {
            Operation = new Operation
            {
                Id = Id,
                Kind = Kind,
                Tenant = Core.Tenants.TenantId.Parse(TenantId),
                Parameters = (JsonSerializer.Deserialize<Dictionary<string, string>>(Parameters) ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
                Effects = [.. JsonSerializer.Deserialize<string[]>(Effects) ?? []],
                Hash = Hash,
                State = (OperationState)State,
                Reason = "",
                RequestedBy = new ActorId(RequestedBy),
                RequestedAt = StoredTime.Parse(RequestedAt),
                ExpiresAt = StoredTime.Parse(ExpiresAt),
                DecidedBy = DecidedBy is null ? null : new ActorId(DecidedBy),
                DecidedAt = StoredTime.ParseOptional(DecidedAt),
                EndedAt = StoredTime.ParseOptional(EndedAt),
                Outcome = Outcome,
                Epoch = Epoch,
            },
            RequestedBySubject = new ActorId(RequestedBySubject),
            SealedReason = SealedReason,
            LeasedUntil = StoredTime.ParseOptional(LeasedUntil),
            Signature = Signature,
        };
    }
}
