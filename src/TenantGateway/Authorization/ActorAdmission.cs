using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>
/// Admits whoever a verified token names as an <see cref="Actor"/> of a tenant: the login strong enough, then fresh enough, then in use, then a pseudonym.
/// The answer is a refusal, or none and the actor is set as a feature.
/// </summary>
internal sealed class ActorAdmission(
    IssuerRegistry issuers, ActorPseudonyms pseudonyms, ISessionActivity activity, IOptions<AuthorizationOptions> options, TimeProvider clock, ILogger<ActorAdmission> logger)
{
    private readonly TimeSpan _clockSkew = TimeSpan.FromSeconds(options.Value.ClockSkewSeconds);
    private readonly string _acrValues = options.Value.AcrValues;

    public async ValueTask<Refusal?> AdmitAsync(HttpContext context, VerifiedToken token, TenantId tenant, TimeSpan maxAge)
    {
        // A service never logs in: what it may is decided by its registration and by policies.
        if (token.Kind == ActorKind.Service) return await NameAsync(context, token, tenant, evidence: null);
        var issuer = issuers.Find(token.Issuer) ?? throw new InvalidOperationException("A token of an unknown issuer was taken for verified.");
        if (LoginEvidence.Of(token, issuer) is not { } evidence) return StepUpChallenge.TooWeak(_acrValues, maxAge);
        if (!LoginFreshness.IsFresh(token.AuthenticatedAt, clock.GetUtcNow(), maxAge, _clockSkew)) return StepUpChallenge.TooOld(_acrValues, maxAge);
        if (!await activity.TouchAsync(token.Marks, context.RequestAborted)) return StepUpChallenge.Idle(_acrValues, maxAge, activity.IdleLimit);
        return await NameAsync(context, token, tenant, evidence);
    }

    private async ValueTask<Refusal?> NameAsync(HttpContext context, VerifiedToken token, TenantId tenant, string? evidence)
    {
        try
        {
            var organization = context.Features.Get<OrganizationBinding>();
            var id = await pseudonyms.OfAsync(tenant, Person.Of(token, organization), context.RequestAborted);
            context.Features.Set(ActorOf(token, tenant, organization, id, evidence));
            return null;
        }
        catch (KeyServiceException e)
        {
            Log.PseudonymUnavailable(logger, tenant, e.Failure);
            return e.Refusal;
        }
    }

    internal static Actor ActorOf(VerifiedToken token, TenantId tenant, OrganizationBinding? organization, ActorId id, string? evidence) => new()
    {
        Tenant = tenant,
        Id = id,
        Organization = organization,
        Roles = organization?.Roles is { } ceiling ? ceiling.Limit(token.Roles) : token.Roles,
        Scopes = token.Scopes,
        AuthenticatedAt = token.AuthenticatedAt,
        Evidence = evidence,
        Kind = token.Kind,
        Service = token.Service,
        Client = token.Client,
    };
}
