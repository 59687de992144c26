namespace TenantGateway.Core.Cryptography;

/// <summary>A primitive did not give its published answer on this machine. Nothing may be protected or revealed: the process does not start.</summary>
/// <param name="primitive">The one that failed, with its source.</param>
public sealed class CryptographicSelfTestException(string primitive) : Exception($"{primitive} failed its known-answer test.")
{
    /// <summary>The primitive that failed, for example <c>AES-SIV (RFC 5297 A.1)</c>.</summary>
    public string Primitive { get; } = primitive;
}
