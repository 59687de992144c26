using TenantGateway.Core.Operations;

namespace TenantGateway.Admin;

/// <summary>An operation as the admin API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What will be done.</param>
/// <param name="Tenant">To whose data or keys.</param>
/// <param name="Parameters">What the kind needs to know.</param>
/// <param name="Effects">Exactly what will be done, one sentence each.</param>
/// <param name="Hash">SHA-256 over kind, tenant, parameters and effects, in hexadecimal: who approves repeats it.</param>
/// <param name="State"><c>requested</c>, <c>approved</c>, <c>running</c>, <c>done</c>, <c>failed</c>, <c>denied</c> or <c>expired</c>.</param>
/// <param name="Reason">Why, in the requester's words; absent in lists.</param>
/// <param name="RequestedBy">A pseudonym.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="ExpiresAt">From then on it is neither approved nor begun.</param>
/// <param name="DecidedBy">A pseudonym: who approved or denied it.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Outcome">How: <c>ok</c>, <c>denied</c>, <c>expired</c>, or a reason code.</param>
internal sealed record OperationItem(
    string Id, string Kind, string Tenant, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Effects, string Hash, string State, string? Reason,
    string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt, string? DecidedBy, DateTimeOffset? DecidedAt, DateTimeOffset? EndedAt, string? Outcome)
{
    public static OperationItem Of(Operation operation) => new(
        operation.Id,
        operation.Kind,
        operation.Tenant.Value,
        operation.Parameters,
        operation.Effects,
        OperationHash.ToText(operation.Hash.Span),
        OperationStates.NameOf(operation.State),
        operation.Reason.Length > 0 ? operation.Reason : null,
        operation.RequestedBy.Value,
        operation.RequestedAt,
        operation.ExpiresAt,
        operation.DecidedBy?.Value,
        operation.DecidedAt,
        operation.EndedAt,
        operation.Outcome);
}

internal sealed record OperationList(IReadOnlyList<OperationItem> Items);

/// <param name="Kind">One of the kinds there are.</param>
/// <param name="Tenant">To whose data or keys.</param>
/// <param name="Parameters">What the kind needs to know; no personal data.</param>
internal sealed record OperationDraft(string Kind, string Tenant, IReadOnlyDictionary<string, string>? Parameters);

/// <param name="Hash">As the operation was shown: what you saw is what you approve.</param>
internal sealed record OperationApproval(string Hash);
