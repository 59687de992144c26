using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Helm;

/// <summary>Prometheus' own tool.</summary>
internal static class Promtool
{
    public static async Task AssertAcceptsAsync(params string[] arguments)
    {
        await using var promtool = ChildProgram.Start(["promtool", .. arguments]);
        Assert.True(await promtool.ExitAsync() == 0, promtool.Output + promtool.Error);
    }
}

/// <summary>A test that needs Prometheus' own tool; skipped by name where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute() => Skip = Commands.IsOnPath("promtool") ? null : "needs prometheus to check alerts and dashboard; tests/run --install installs it";
}
