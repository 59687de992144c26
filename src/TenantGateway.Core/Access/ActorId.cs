namespace TenantGateway.Core.Access;

/// <summary>
/// The pseudonym of a person or service within one tenant: <c>ac_</c> and 26 characters of <c>[a-z2-7]</c> (128 bits of
/// HMAC-SHA-256 over issuer, organization and subject under the tenant's audit key). Stable over key rotations; different in every tenant.
/// </summary>
public readonly record struct ActorId(string Value)
{
    public const string Prefix = "ac_";

    /// <summary>The gateway itself, where it acts by its settings and on nobody's request. No person's pseudonym is spelt like it.</summary>
    public static readonly ActorId System = new("system");

    /// <summary>Whoever calls a route that asks nobody who it is: all of them alike.</summary>
    public static readonly ActorId Anonymous = new("anonymous");

    /// <summary>The senders of a webhook, by its registered name.</summary>
    public static ActorId OfWebhook(string name) => new($"webhook:{name}");

    public override string ToString() => Value;
}
