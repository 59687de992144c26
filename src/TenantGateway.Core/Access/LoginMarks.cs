using System.Globalization;

namespace TenantGateway.Core.Access;

/// <summary>
/// All that a login can be revoked by, and the name under which its activity is kept: made once of a verified token or of a session in a browser, and compared
/// from then on. Holds fingerprints and times, nothing personal.
/// </summary>
public sealed class LoginMarks
{
    private LoginMarks()
    {
    }

    /// <summary>The issuer as a whole.</summary>
    public Fingerprint Issuer { get; private init; }

    public Fingerprint Organization { get; private init; }

    public Fingerprint Subject { get; private init; }

    /// <summary>The session at the identity provider; null where the login does not name one.</summary>
    public Fingerprint? Session { get; private init; }

    /// <summary>The subject of a login that names no session; null where it names one.</summary>
    public Fingerprint? SubjectWithoutSession { get; private init; }

    /// <summary>The one token; null where it has no id, and for what is no token.</summary>
    public Fingerprint? Token { get; private init; }

    /// <summary>The name of what is active or idle: the session, or else the subject's login of that moment.</summary>
    public Fingerprint Activity { get; private init; }

    /// <summary>What revocations by time go by: when the person logged in or the token was issued, whichever is earlier.</summary>
    public DateTimeOffset Since { get; private init; }

    /// <summary>When the person last proved who they are; null where the login does not say.</summary>
    public DateTimeOffset? AuthenticatedAt { get; private init; }

    /// <summary>When the token or session was issued.</summary>
    public DateTimeOffset IssuedAt { get; private init; }

    /// <param name="issuer">The exact <c>iss</c>.</param>
    /// <param name="organizationId">The exact organization.</param>
    /// <param name="subject">The exact <c>sub</c>.</param>
    /// <param name="sessionId">The exact <c>sid</c>, or null.</param>
    /// <param name="tokenId">The exact <c>jti</c>, or null.</param>
    /// <param name="authenticatedAt">The <c>auth_time</c>, or null.</param>
    /// <param name="issuedAt">The <c>iat</c>.</param>
    public static LoginMarks Of(
        string issuer, string organizationId, string subject, string? sessionId, string? tokenId, DateTimeOffset? authenticatedAt, DateTimeOffset issuedAt)
    {
        Fingerprint? session = sessionId is null ? null : OfSession(issuer, sessionId);
        return new LoginMarks
        {
            Issuer = OfIssuer(issuer),
            Organization = OfOrganization(issuer, organizationId),
            Subject = OfSubject(issuer, subject),
            Session = session,
            SubjectWithoutSession = sessionId is null ? OfSubjectWithoutSession(issuer, subject) : null,
            Token = tokenId is null ? null : OfToken(issuer, tokenId),
            Activity = session ?? Fingerprint.Of("login", issuer, subject, Seconds(authenticatedAt ?? issuedAt)),
            Since = authenticatedAt < issuedAt ? authenticatedAt.Value : issuedAt,
            AuthenticatedAt = authenticatedAt,
            IssuedAt = issuedAt,
        };
    }

    public static Fingerprint OfIssuer(string issuer) => Fingerprint.Of("issuer", issuer);

    public static Fingerprint OfOrganization(string issuer, string organizationId) => Fingerprint.Of("organization", issuer, organizationId);

    public static Fingerprint OfSubject(string issuer, string subject) => Fingerprint.Of("subject", issuer, subject);

    public static Fingerprint OfSubjectWithoutSession(string issuer, string subject) => Fingerprint.Of("subject-without-session", issuer, subject);

    public static Fingerprint OfSession(string issuer, string sessionId) => Fingerprint.Of("session", issuer, sessionId);

    public static Fingerprint OfToken(string issuer, string tokenId) => Fingerprint.Of("token", issuer, tokenId);

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
