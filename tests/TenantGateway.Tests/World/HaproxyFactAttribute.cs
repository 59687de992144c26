namespace TenantGateway.Tests.World;

/// <summary>A test behind HAProxy; skipped by name where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HaproxyFactAttribute : FactAttribute
{
    public HaproxyFactAttribute() => Skip = Haproxy.Missing;
}
