using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// What reviewers ask of the log, on whichever plane: first what is asked is read, then it is put on record by whoever knows the caller, and only then answered.
/// </summary>
public interface IAuditReview
{
    /// <summary>Reads a question.</summary>
    /// <param name="verb">What is asked.</param>
    /// <param name="own">The tenant whose own reviewer asks: all others are as good as not there. Null for the operator's reviewers, who name one.</param>
    /// <param name="parameters">By name.</param>
    (ReviewPlan? Plan, Refusal? Refusal) Read(ReviewVerb verb, TenantId? own, IReadOnlyDictionary<string, string> parameters);

    /// <summary>Reads who is sought, and turns the clear value into the pseudonyms that the plan goes on with.</summary>
    /// <param name="own">As in <see cref="Read"/>.</param>
    /// <param name="document">A <see cref="PersonQuery"/>, read to its end and at most to its bound; nothing of it stays in memory.</param>
    /// <param name="cancellationToken">Ends the wait for the document and for keys.</param>
    /// <exception cref="KeyServiceException">The tenant's audit key cannot be used.</exception>
    ValueTask<(ReviewPlan? Plan, Refusal? Refusal)> ReadAsync(TenantId? own, Stream document, CancellationToken cancellationToken);

    /// <summary>The name behind the pseudonym of an actor, as the details of its records have it.</summary>
    /// <returns>Null where no record has one that can be opened.</returns>
    /// <exception cref="KeyServiceException">The tenant's audit key cannot be used.</exception>
    ValueTask<string?> ResolveAsync(TenantId tenant, ActorId actor, CancellationToken cancellationToken);

    /// <summary>Begins the index anew from the log.</summary>
    ValueTask RebuildAsync(CancellationToken cancellationToken);
}

/// <summary>What is asked.</summary>
public enum ReviewVerb
{
    /// <summary>A page of records, the newest first; or after a number, the oldest first.</summary>
    Search = 1,

    /// <summary>How many, by facets.</summary>
    Count = 2,

    /// <summary>One record.</summary>
    Show = 3,

    /// <summary>All records of a request or trace, the oldest first.</summary>
    Timeline = 4,

    /// <summary>Records as they come, for a while.</summary>
    Tail = 5,

    /// <summary>A page of alarms, the newest first.</summary>
    Alarms = 6,
}

/// <summary>A question that was read.</summary>
/// <param name="Event">As what it is recorded.</param>
/// <param name="Subject">What is recorded of it; nothing personal.</param>
public sealed record ReviewPlan(AuditEvent Event, string Subject)
{
    /// <summary>The tenant that it is about.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gives the document to answer; null where there is no such record.</summary>
    public Func<CancellationToken, ValueTask<object?>>? Answer { get; init; }

    /// <summary>Gives the records to answer one a line, as they come; null in a pause, so that what was given so far can be sent.</summary>
    public Func<CancellationToken, IAsyncEnumerable<FoundRecord?>>? Lines { get; init; }
}
