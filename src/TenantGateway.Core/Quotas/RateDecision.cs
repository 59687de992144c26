namespace TenantGateway.Core.Quotas;

/// <summary>What a meter says to one more.</summary>
/// <param name="Allowed">Whether it may pass, and has been counted.</param>
/// <param name="Remaining">How many more may pass at once.</param>
/// <param name="RetryAfter">After which time one more may pass, if nobody else takes it first; zero where this one has.</param>
/// <param name="FullAfter">After which time without use the whole burst is there again.</param>
public readonly record struct RateDecision(bool Allowed, int Remaining, TimeSpan RetryAfter, TimeSpan FullAfter);
