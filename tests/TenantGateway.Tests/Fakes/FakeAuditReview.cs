using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>Reads every question as one that is answered with a word, and remembers it.</summary>
internal sealed class FakeAuditReview : IAuditReview
{
    public List<(ReviewVerb Verb, IReadOnlyDictionary<string, string> Parameters)> Read { get; } = [];

    public int Rebuilt { get; private set; }

    (ReviewPlan? Plan, Refusal? Refusal) IAuditReview.Read(ReviewVerb verb, TenantId? own, IReadOnlyDictionary<string, string> parameters)
    {
        Read.Add((verb, parameters));
        return (new ReviewPlan(AuditEvent.AuditSearched, "what was asked") { Tenant = TenantId.Parse("acme"), Answer = _ => ValueTask.FromResult<object?>(new { answer = "found" }) }, null);
    }

    public ValueTask<(ReviewPlan? Plan, Refusal? Refusal)> ReadAsync(TenantId? own, Stream document, CancellationToken cancellationToken) =>
        ValueTask.FromResult<(ReviewPlan? Plan, Refusal? Refusal)>((new ReviewPlan(AuditEvent.PersonSearched, "a pseudonym") { Tenant = TenantId.Parse("acme"), Answer = _ => ValueTask.FromResult<object?>(new { answer = "found" }) }, null));

    public ValueTask<string?> ResolveAsync(TenantId tenant, ActorId actor, CancellationToken cancellationToken) => ValueTask.FromResult<string?>("auth0|olga");

    public ValueTask RebuildAsync(CancellationToken cancellationToken)
    {
        Rebuilt++;
        return ValueTask.CompletedTask;
    }
}
