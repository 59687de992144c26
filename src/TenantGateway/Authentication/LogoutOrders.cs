using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication;

/// <summary>What a logout token ends: one session, or every login of a person up to its moment.</summary>
internal static class LogoutOrders
{
    public static TokenDefect Read(ref readonly JsonMembers payload, string issuer, DateTimeOffset issuedAt, out IReadOnlyList<RevocationOrder> orders)
    {
        orders = [];
        if (!IsLogout(payload["events"u8])) return TokenDefect.NoLogoutEvent;
        var subject = payload["sub"u8];
        var session = payload["sid"u8];
        if (!IsName(subject) || !IsName(session)) return TokenDefect.ClaimMalformed;
        orders = (session.AsText(), subject.AsText()) switch
        {
            ({ } sid, null) => [new RevocationOrder(RevocationKind.Session, issuer, sid, null)],
            // Tokens that do not name their session may be of this one.
            ({ } sid, { } sub) => [new RevocationOrder(RevocationKind.Session, issuer, sid, null), new RevocationOrder(RevocationKind.SubjectWithoutSession, issuer, sub, issuedAt)],
            (null, { } sub) => [new RevocationOrder(RevocationKind.Subject, issuer, sub, issuedAt)],
            _ => [],
        };
        return orders.Count > 0 ? TokenDefect.None : TokenDefect.SubjectMissing;
    }

    private static bool IsLogout(JsonMember events)
    {
        if (!events.IsObject) return false;
        var text = events.Raw;
        var members = new JsonMembers(text, new byte[text.Length]);
        return members.Read() == TokenDefect.None && members["http://schemas.openid.net/event/backchannel-logout"u8].IsObject;
    }

    private static bool IsName(JsonMember member) => member.IsAbsent || member.AsText() is { Length: <= TokenClaims.MaxNameLength };
}
