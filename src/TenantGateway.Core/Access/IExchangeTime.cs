namespace TenantGateway.Core.Access;

/// <summary>The time that an exchange has: set as a feature of the request by whoever keeps it.</summary>
public interface IExchangeTime
{
    /// <summary>From now on the exchange has the time of a stream, and ends with the rights of its caller.</summary>
    void BecomeStream();
}
