using System.Globalization;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge.Limits;

/// <summary>Refusals with <c>Retry-After</c> (RFC 9110 section 10.2.3), made once: whoever floods must not cost memory.</summary>
internal sealed class RetryLater(Reason reason)
{
    private const int Longest = 60;

    private readonly Refusal[] _refusals = [.. Enumerable.Range(0, Longest + 1).Select(seconds =>
        new Refusal(reason) { Headers = [new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))] })];

    /// <summary>Whole seconds, from 1 to 60.</summary>
    public Refusal After(TimeSpan wait) => _refusals[(int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, Longest)];
}
