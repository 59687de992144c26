using TenantGateway.Core.Access;

namespace TenantGateway.Core.Keys;

/// <summary>The key service did not do what was asked.</summary>
public sealed class KeyServiceException(KeyServiceFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public KeyServiceFailure Failure { get; } = failure;

    /// <summary>What it means to a caller.</summary>
    public Refusal Refusal => KeyRefusals.Of(Failure);
}

/// <summary>Whether a failure says something about the key or only about the service.</summary>
public enum KeyServiceFailure
{
    /// <summary>The service cannot be reached or did not answer in time: says nothing about the key.</summary>
    Unavailable,

    /// <summary>The service refused for good: the key is disabled, forbidden or gone.</summary>
    Denied,

    /// <summary>The service answered with something that does not verify: damaged or forged.</summary>
    Invalid,
}
