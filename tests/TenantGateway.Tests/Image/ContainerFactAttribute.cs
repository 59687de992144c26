using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Image;

/// <summary>A test of the published gateway as a pod runs it; skipped by name where bubblewrap is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContainerFactAttribute : FactAttribute
{
    public ContainerFactAttribute() => Skip = Commands.IsOnPath("bwrap") ? null : "needs bubblewrap to run what the image holds; tests/run --install installs it";
}
