using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication;

/// <summary>A token that was verified, with all that makes it another one: what it was verified by and for, and whose it is.</summary>
internal sealed class CachedToken(PresentedToken presented, Plane plane, KeySet keys, TenantId tenant, DateTimeOffset until)
{
    private volatile bool _isUsed;
    private long _goodAt;

    public VerifiedToken Token { get; } = presented.AfterVerification();

    public ConfiguredIssuer Issuer { get; } = presented.Issuer;

    public Plane Plane { get; } = plane;

    /// <summary>The issuer's keys by which the signature was found good.</summary>
    public KeySet Keys { get; } = keys;

    /// <summary>In whose share it lies.</summary>
    public TenantId Tenant { get; } = tenant;

    /// <summary>When it is verified anew.</summary>
    public DateTimeOffset Until { get; } = until;

    private DateTimeOffset NotBefore { get; } = presented.NotBefore;

    /// <summary>Whether it may stand in for another verification now. The clock is asked each time, as it may have been set back.</summary>
    public bool IsFor(Plane plane, DateTimeOffset now) =>
        Plane == plane && now < Until && now < Token.ExpiresAt + Issuer.ClockSkew && now + Issuer.ClockSkew >= NotBefore && ReferenceEquals(Issuer.Keys.Current, Keys);

    /// <summary>Whether no revocation has become known since it was found good.</summary>
    public bool IsGoodAt(long version) => Volatile.Read(ref _goodAt) == version;

    public void FoundGoodAt(long version) => Volatile.Write(ref _goodAt, version);

    public void Use()
    {
        if (!_isUsed) _isUsed = true;
    }

    /// <summary>Whether it was used since this was asked last.</summary>
    public bool WasUsed()
    {
        var was = _isUsed;
        _isUsed = false;
        return was;
    }
}
