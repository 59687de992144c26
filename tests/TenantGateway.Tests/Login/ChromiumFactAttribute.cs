namespace TenantGateway.Tests.Login;

/// <summary>A test in a real browser; skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = ChromiumWorld.Missing;
}
