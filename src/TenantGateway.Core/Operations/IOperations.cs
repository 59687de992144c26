using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Operations;

/// <summary>Operations as the admin plane sees them. What was approved runs by itself, once.</summary>
public interface IOperations
{
    /// <summary>Every kind that there is, by name.</summary>
    ImmutableSortedDictionary<string, IOperationKind> Kinds { get; }

    /// <summary>A fresh id, so that the intent of a request can be on record before the request is made.</summary>
    string NewId();

    /// <summary>Plans and, where nothing speaks against it, opens an operation that somebody else may approve.</summary>
    ValueTask<OperationAnswer> RequestAsync(
        string id, IOperationKind kind, TenantId tenant, ImmutableSortedDictionary<string, string> parameters, string reason, OperationPerson person, CancellationToken cancellationToken);

    /// <summary>The operation of that id, with its reason; null where there is none that verifies.</summary>
    ValueTask<Operation?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The newest 500, without reasons.</summary>
    ValueTask<IReadOnlyList<Operation>> ListAsync(OperationState? state, TenantId? tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Approves exactly what the hash says, and lets it run. Refused: the requester, who comes without a second factor, another hash, what is not
    /// open any more, and what would be done differently now.
    /// </summary>
    ValueTask<OperationAnswer> ApproveAsync(string id, ReadOnlyMemory<byte> hash, OperationPerson person, CancellationToken cancellationToken);

    /// <summary>Ends an operation that was not approved yet. The requester may, too.</summary>
    ValueTask<OperationAnswer> DenyAsync(string id, OperationPerson person, CancellationToken cancellationToken);
}

/// <summary>What became of a request or a decision.</summary>
/// <param name="Operation">As it is now; null where there is none.</param>
/// <param name="Refusal">Null where it was done.</param>
public sealed record OperationAnswer(Operation? Operation, Reason? Refusal);
