using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication;

/// <summary>What is remembered under the digest of a token.</summary>
/// <param name="tenant">In whose share it lies.</param>
/// <param name="until">When it is forgotten.</param>
internal abstract class RememberedToken(TenantId tenant, DateTimeOffset until)
{
    private volatile bool _isUsed;

    public TenantId Tenant { get; } = tenant;

    public DateTimeOffset Until { get; } = until;

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
