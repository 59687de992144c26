namespace TenantGateway.Core.Access;

/// <summary>What rules of need to know are judged by: who asks, for what, and when.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Purpose">For what, where the policy lets this actor state it; null for none.</param>
/// <param name="Now">Against which the age of a login is reckoned. Without it no login is recent.</param>
public readonly record struct Caller(Actor Actor, string? Purpose, DateTimeOffset Now);
