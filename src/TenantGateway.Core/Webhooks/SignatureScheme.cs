namespace TenantGateway.Core.Webhooks;

/// <summary>
/// How a sender without a token signs what it sends. Each is HMAC-SHA-256 (RFC 2104) under a shared secret; they differ in what is signed and where the
/// signature stands.
/// </summary>
public enum SignatureScheme
{
    /// <summary>
    /// Standard Webhooks 1.0: <c>webhook-id</c>, <c>webhook-timestamp</c> and the body with points between them; <c>webhook-signature</c> holds <c>v1,</c> and
    /// base64, several of them with spaces between.
    /// </summary>
    Standard,

    /// <summary>As Stripe does it: one header holds <c>t=SECONDS,v1=HEX</c>, and the time, a point and the body are signed.</summary>
    Timestamped,

    /// <summary>As GitHub does it: one header holds <c>sha256=HEX</c>, and the body alone is signed. Says nothing of when.</summary>
    Body,
}
