namespace TenantGateway.Core.Access;

/// <summary>Tells a client that a fresher login would open more (RFC 9470 section 3).</summary>
public interface ILoginChallenge
{
    /// <summary>The value of a <c>WWW-Authenticate</c> field, for a refusal or beside an answer (RFC 9110 section 11.6.1).</summary>
    string Value(TimeSpan maxAge);

    /// <summary>The refusal that asks for it.</summary>
    Refusal Refuse(TimeSpan maxAge, string? location);
}
