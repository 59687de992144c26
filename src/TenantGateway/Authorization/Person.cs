using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>Who someone is to an issuer, and to an organization where that has actors of its own. Personal data.</summary>
internal readonly record struct Person(string Issuer, string Subject, string? Organization)
{
    public static Person Of(VerifiedToken token, OrganizationBinding? organization) =>
        new(token.Issuer, token.Subject, organization is { SharesActors: false } ? organization.OrganizationId : null);

    public override string ToString() => nameof(Person);
}
