using TenantGateway.Core.Access;

namespace TenantGateway.Protection;

/// <summary>Why a body that was already on its way was cut off: set by whichever thread carries it, read when the exchange is over.</summary>
internal sealed class StreamVerdict
{
    private volatile Refusal? _refusal;

    public Refusal? Refusal => _refusal;

    /// <summary>The first counts.</summary>
    public void Refuse(Refusal refusal) => _refusal ??= refusal;
}
