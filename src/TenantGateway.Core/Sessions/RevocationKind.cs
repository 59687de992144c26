namespace TenantGateway.Core.Sessions;

/// <summary>What is revoked. The numbers are stored.</summary>
public enum RevocationKind
{
    /// <summary>One token, by its <c>jti</c>.</summary>
    Token = 1,

    /// <summary>One session at the identity provider, by its <c>sid</c>, with every token of it.</summary>
    Session = 2,

    /// <summary>Every login of one person or service, up to a moment.</summary>
    Subject = 3,

    /// <summary>The same, of those alone that name no session: what a logout of one session must end as well, because it may be any of them.</summary>
    SubjectWithoutSession = 4,

    /// <summary>Every login of an organization, up to a moment.</summary>
    Organization = 5,

    /// <summary>Every login by an issuer, up to a moment.</summary>
    Issuer = 6,
}
