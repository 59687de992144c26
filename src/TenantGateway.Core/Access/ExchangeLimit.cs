namespace TenantGateway.Core.Access;

/// <summary>The longest time that an exchange with a service takes which is no stream: said by whoever ends it, for whoever must wait that long.</summary>
public sealed record ExchangeLimit(TimeSpan Time);
