using System.Diagnostics;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Keys;

/// <summary>The one place that says what a failure of the key service means to a caller: a denial is 403, everything else is 503 and may pass.</summary>
public static class KeyRefusals
{
    private static readonly Refusal Denied = new(Reasons.TenantKeyUnavailable);
    private static readonly Refusal Unavailable = new(Reasons.KeyServiceUnavailable) { Headers = [new("Retry-After", "5")] };

    public static Refusal Of(KeyServiceFailure failure) => failure switch
    {
        KeyServiceFailure.Denied => Denied,
        // What is damaged may be mended or restored; nobody has said that the tenant shall not have it.
        KeyServiceFailure.Unavailable or KeyServiceFailure.Invalid => Unavailable,
        _ => throw new UnreachableException($"Failure {failure} means nothing."),
    };
}
