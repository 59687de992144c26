using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>What is to be revoked, in the issuer's own words.</summary>
/// <param name="Kind">What.</param>
/// <param name="Issuer">The exact <c>iss</c>; a configured one.</param>
/// <param name="Name">The exact <c>jti</c>, <c>sid</c>, <c>sub</c> or organization; empty for the issuer as a whole. May be personal: never logged or stored.</param>
/// <param name="Before">Ends logins that began at this moment or before it. Null for a token or session, which end whenever they began.</param>
public sealed record RevocationOrder(RevocationKind Kind, string Issuer, string Name, DateTimeOffset? Before)
{
    public Fingerprint Mark => Kind switch
    {
        RevocationKind.Token => LoginMarks.OfToken(Issuer, Name),
        RevocationKind.Session => LoginMarks.OfSession(Issuer, Name),
        RevocationKind.Subject => LoginMarks.OfSubject(Issuer, Name),
        RevocationKind.SubjectWithoutSession => LoginMarks.OfSubjectWithoutSession(Issuer, Name),
        RevocationKind.Organization => LoginMarks.OfOrganization(Issuer, Name),
        RevocationKind.Issuer => LoginMarks.OfIssuer(Issuer),
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Unknown kind."),
    };

    /// <summary>Names the kind only, so that no log shows whom it meant.</summary>
    public override string ToString() => $"{nameof(RevocationOrder)} {Kind}";
}
