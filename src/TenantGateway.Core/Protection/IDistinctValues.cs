using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>Counts the different values that callers search by or write into searchable fields: whoever may try any number finds out by trying.</summary>
public interface IDistinctValues
{
    /// <summary>Counts a value, unless it is one too many.</summary>
    /// <param name="caller">Who, and when.</param>
    /// <param name="fieldClass">The class of the value.</param>
    /// <param name="right">By which right it is sent.</param>
    /// <param name="token">The deterministic token of the value: equal for equal values, and no value.</param>
    /// <param name="limit">How many there may be.</param>
    /// <returns>Null where it was counted, or was met before; else that it is one too many.</returns>
    DistinctExcess? Count(in Caller caller, FieldClass fieldClass, FieldRight right, ReadOnlySpan<byte> token, DistinctLimit limit);
}

/// <summary>A value that was one too many.</summary>
/// <param name="RetryAfter">When values are counted anew.</param>
/// <param name="IsFirst">Whether it is the first in its time.</param>
public readonly record struct DistinctExcess(TimeSpan RetryAfter, bool IsFirst);
