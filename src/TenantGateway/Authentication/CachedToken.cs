using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication;

/// <summary>A token that was verified, with all that makes it another one: what it was verified by and for, and whose it is.</summary>
internal sealed class CachedToken(PresentedToken presented, Plane plane, KeySet keys, TenantId tenant, DateTimeOffset until) : RememberedToken(tenant, until)
{
    private long _goodAt;

    public VerifiedToken Token { get; } = presented.AfterVerification();

    public ConfiguredIssuer Issuer { get; } = presented.Issuer;

    public Plane Plane { get; } = plane;

    /// <summary>The issuer's keys by which the signature was found good.</summary>
    public KeySet Keys { get; } = keys;

    private DateTimeOffset NotBefore { get; } = presented.NotBefore;

    /// <summary>Whether it may stand in for another verification now. The clock is asked each time, as it may have been set back.</summary>
    public bool IsFor(Plane plane, DateTimeOffset now) =>
        Plane == plane && now < Until && now < Token.ExpiresAt + Issuer.ClockSkew && now + Issuer.ClockSkew >= NotBefore && ReferenceEquals(Issuer.Keys.Current, Keys);

    /// <summary>Whether no revocation has become known since it was found good.</summary>
    public bool IsGoodAt(long version) => Volatile.Read(ref _goodAt) == version;

    public void FoundGoodAt(long version) => Volatile.Write(ref _goodAt, version);
}
