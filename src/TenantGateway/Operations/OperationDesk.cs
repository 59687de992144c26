using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Operations;

/// <summary>
/// Where operations are requested and decided. Whatever is wrong ends in a refusal; a decision is made once, on the record that was read, or not at all.
/// </summary>
internal sealed class OperationDesk(
    IEnumerable<IOperationKind> kinds, OperationLedger ledger, ReasonSealer reasons, IKeyRings keyRings, OperationExpiry expiry, OperationSignal signal,
    IOptions<OperationsOptions> options, TimeProvider time, ILogger<OperationDesk> logger) : IOperations
{
    private const int ListLimit = 500;

    private static readonly OperationAnswer Unknown = new(null, Reasons.UnknownOperation);

    private readonly TimeSpan _life = TimeSpan.FromMinutes(options.Value.ExpiryMinutes);

    public ImmutableSortedDictionary<string, IOperationKind> Kinds { get; } = kinds.ToImmutableSortedDictionary(kind => kind.Name, kind => kind, StringComparer.Ordinal);

    public string NewId() => "op_" + Base32.Encode(RandomNumberGenerator.GetBytes(16));

    public async ValueTask<OperationAnswer> RequestAsync(
        string id, IOperationKind kind, TenantId tenant, ImmutableSortedDictionary<string, string> parameters, string reason, OperationPerson person, CancellationToken cancellationToken)
    {
        if (!MayActOn(kind, person)) return new OperationAnswer(null, Reasons.RoleMissing);
        var plan = await kind.PlanAsync(tenant, parameters, cancellationToken);
        if (plan.Refusal is { } refusal) return new OperationAnswer(null, refusal);
        var now = time.GetUtcNow();
        var operation = new Operation
        {
            Id = id,
            Kind = kind.Name,
            Tenant = tenant,
            Parameters = parameters,
            Effects = plan.Effects,
            Hash = OperationHash.Of(kind.Name, tenant, parameters, plan.Effects),
            State = OperationState.Requested,
            Reason = "",
            RequestedBy = person.Actor.Id,
            RequestedAt = now,
            ExpiresAt = now + _life,
            Epoch = 1,
        };
        var record = new OperationRecord
        {
            Operation = operation,
            RequestedBySubject = await SubjectOfAsync(person, cancellationToken),
            SealedReason = await reasons.SealAsync(id, reason, cancellationToken),
            Signature = default,
        };
        var added = await ledger.AddAsync(record, cancellationToken);
        return new OperationAnswer(added.Operation with { Reason = reason }, null);
    }

    public async ValueTask<Operation?> FindAsync(string id, CancellationToken cancellationToken) =>
        await ledger.FindAsync(id, cancellationToken) is { } record ? await WithReasonAsync(record, cancellationToken) : null;

    public async ValueTask<IReadOnlyList<Operation>> ListAsync(OperationState? state, TenantId? tenant, CancellationToken cancellationToken) =>
        [.. (await ledger.ListAsync(state, tenant, ListLimit, cancellationToken)).Select(record => record.Operation)];

    public async ValueTask<OperationAnswer> ApproveAsync(string id, ReadOnlyMemory<byte> hash, OperationPerson person, CancellationToken cancellationToken)
    {
        // :: Step 1: the operation, and who decides
        if (await ledger.FindAsync(id, cancellationToken) is not { } record || Kinds.GetValueOrDefault(record.Operation.Kind) is not { } kind) return Unknown;
        if (!MayActOn(kind, person)) return new OperationAnswer(record.Operation, Reasons.RoleMissing);
        if (!person.HasSecondFactor) return new OperationAnswer(record.Operation, Reasons.InsufficientAuthentication);
        if (record.Operation.RequestedBy == person.Actor.Id || record.RequestedBySubject == await SubjectOfAsync(person, cancellationToken))
        {
            return new OperationAnswer(record.Operation, Reasons.SelfApproval);
        }

        // :: Step 2: still open, and what the approver saw
        if (await IsClosedAsync(record, cancellationToken)) return new OperationAnswer(record.Operation, Reasons.OperationClosed);
        if (!record.Operation.Hash.Span.SequenceEqual(hash.Span)) return new OperationAnswer(record.Operation, Reasons.OperationStale);

        // :: Step 3: still what would be done; where it is not, the request is spent, so that it cannot come true later
        if (await OperationPlans.RefusalNowAsync(kind, record.Operation, cancellationToken) is { } refusal)
        {
            await ledger.TryChangeAsync(record, operation => operation.EndedAs(OperationState.Failed, refusal.Code, time.GetUtcNow()), null, cancellationToken);
            return new OperationAnswer(record.Operation, refusal);
        }

        // :: Step 4: the one decision
        return await DecideAsync(record, OperationState.Approved, person, cancellationToken);
    }

    public async ValueTask<OperationAnswer> DenyAsync(string id, OperationPerson person, CancellationToken cancellationToken)
    {
        if (await ledger.FindAsync(id, cancellationToken) is not { } record || Kinds.GetValueOrDefault(record.Operation.Kind) is not { } kind) return Unknown;
        if (!MayActOn(kind, person)) return new OperationAnswer(record.Operation, Reasons.RoleMissing);
        if (await IsClosedAsync(record, cancellationToken)) return new OperationAnswer(record.Operation, Reasons.OperationClosed);
        return await DecideAsync(record, OperationState.Denied, person, cancellationToken);
    }

    private async ValueTask<OperationAnswer> DecideAsync(OperationRecord record, OperationState state, OperationPerson person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var decided = await ledger.TryChangeAsync(
            record,
            operation => (state == OperationState.Denied ? operation.EndedAs(state, "denied", now) : operation with { State = state }) with { DecidedBy = person.Actor.Id, DecidedAt = now },
            null,
            cancellationToken);
        if (decided is null) return new OperationAnswer(record.Operation, Reasons.OperationClosed);
        signal.Raise();
        return new OperationAnswer(await WithReasonAsync(decided, cancellationToken), null);
    }

    private async ValueTask<bool> IsClosedAsync(OperationRecord record, CancellationToken cancellationToken)
    {
        if (record.Operation.State != OperationState.Requested) return true;
        if (time.GetUtcNow() < record.Operation.ExpiresAt) return false;
        await expiry.ExpireAsync(record, cancellationToken);
        return true;
    }

    private static bool MayActOn(IOperationKind kind, OperationPerson person) => kind.Roles.Any(person.Actor.Roles.Contains);

    private async ValueTask<ActorId> SubjectOfAsync(OperationPerson person, CancellationToken cancellationToken)
    {
        using var lease = await keyRings.LeaseAsync(TenantId.Operator, default, cancellationToken);
        // No issuer has an empty name, so this is nobody's pseudonym but the subject's.
        return lease.Ring.Audit.PseudonymOf("", person.Subject);
    }

    private async ValueTask<Operation> WithReasonAsync(OperationRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return record.Operation with { Reason = await reasons.OpenAsync(record.Operation.Id, record.SealedReason, cancellationToken) };
        }
        catch (Exception fault) when (fault is KeyServiceException or CryptographicException)
        {
            // What will be done is known without it.
            Log.ReasonUnavailable(logger, record.Operation.Id, fault.GetType().Name);
            return record.Operation;
        }
    }
}
