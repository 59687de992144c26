using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin;

/// <summary>A revocation as the admin API shows it: whom it means is not shown, because it is not kept.</summary>
/// <param name="Mark">By which the audit trail names it too.</param>
/// <param name="Kind">What is revoked: <c>token</c>, <c>session</c>, <c>subject</c>, <c>organization</c> or <c>issuer</c>.</param>
/// <param name="Issuer">Whose.</param>
/// <param name="Before">Ends logins that began at this moment or before it; null: whenever they began.</param>
/// <param name="RevokedAt">When.</param>
/// <param name="RevokedBy">The pseudonym of an operator, or <c>system</c> for a logout that the issuer sent.</param>
/// <param name="Until">Until when it is kept: no token is left then that it could end.</param>
internal sealed record RevocationItem(
    string Mark, string Kind, string Issuer, DateTimeOffset? Before, DateTimeOffset RevokedAt, string RevokedBy, DateTimeOffset Until)
{
    public static RevocationItem Of(Revocation revocation) => new(
        revocation.Mark.ToString(), NameOf(revocation.Kind), revocation.Issuer, revocation.Before, revocation.RevokedAt, revocation.RevokedBy.Value, revocation.Until);

    public static string NameOf(RevocationKind kind) => kind switch
    {
        RevocationKind.Token => "token",
        RevocationKind.Session => "session",
        RevocationKind.Subject => "subject",
        RevocationKind.SubjectWithoutSession => "subject_without_session",
        RevocationKind.Organization => "organization",
        RevocationKind.Issuer => "issuer",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

internal sealed record RevocationList(IReadOnlyList<RevocationItem> Items);

/// <param name="Issuer">The exact <c>iss</c> of a configured issuer.</param>
/// <param name="Kind"><c>token</c>, <c>session</c>, <c>subject</c>, <c>organization</c> or <c>issuer</c>.</param>
/// <param name="Name">The exact <c>jti</c>, <c>sid</c>, <c>sub</c> or organization; absent for an issuer. It is not kept.</param>
/// <param name="Before">RFC 3339, for a subject, an organization or an issuer: ends logins that began at this moment or before it. Absent: now.</param>
internal sealed record RevocationDraft(string Issuer, string Kind, string? Name, string? Before);
