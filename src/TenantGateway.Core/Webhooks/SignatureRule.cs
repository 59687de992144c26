namespace TenantGateway.Core.Webhooks;

/// <summary>How the senders of a route prove themselves.</summary>
/// <param name="Webhook">The registered name under which their secrets are found and they act.</param>
/// <param name="Scheme">What they sign.</param>
/// <param name="Header">Where the signature stands; empty for <see cref="SignatureScheme.Standard"/>, which names its own.</param>
/// <param name="Tolerance">How far its time may be from now, either way. Without meaning for <see cref="SignatureScheme.Body"/>.</param>
/// <param name="Memory">For how long a message is taken once.</param>
public sealed record SignatureRule(string Webhook, SignatureScheme Scheme, string Header, TimeSpan Tolerance, TimeSpan Memory);
