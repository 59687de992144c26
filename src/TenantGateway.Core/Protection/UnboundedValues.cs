using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>For values that no caller of a route sends: counts nothing, and nothing is one too many.</summary>
public sealed class UnboundedValues : IDistinctValues
{
    public static readonly UnboundedValues Instance = new();

    private UnboundedValues()
    {
    }

    public DistinctExcess? Count(in Caller caller, FieldClass fieldClass, FieldRight right, ReadOnlySpan<byte> token, DistinctLimit limit) => null;
}
