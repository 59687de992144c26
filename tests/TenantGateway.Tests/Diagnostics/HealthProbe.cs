using System.Text.Json.Nodes;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>What a probe of the admin plane sees.</summary>
internal sealed record HealthProbe(int Status, string Text)
{
    public string? Verdict => JsonNode.Parse(Text)?["status"]?.ToString();

    /// <summary>The names of the checks that are not healthy.</summary>
    public IEnumerable<string> Troubled =>
        Checks.Where(check => check.Value?["status"]?.ToString() != "healthy").Select(check => check.Key).Order(StringComparer.Ordinal);

    public JsonObject Checks => Assert.IsType<JsonObject>(JsonNode.Parse(Text)?["checks"]);

    public static async Task<HealthProbe> AskAsync(GatewayWorld world, string probe)
    {
        using var response = await world.Admin.GetAsync($"healthz/{probe}");
        return new HealthProbe((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until ready says that exactly these checks are in trouble, and that the process is of use all the same.</summary>
    public static Task<HealthProbe> TroubledAsync(GatewayWorld world, params string[] names) => TroubledAsync(world, _ => true, names);

    /// <summary>Waits until it says so of them: on a busy machine any check may be late for once, and then says nothing else.</summary>
    /// <returns>What it said then.</returns>
    public static async Task<HealthProbe> TroubledAsync(GatewayWorld world, Func<HealthProbe, bool> says, params string[] names)
    {
        HealthProbe? seen = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                seen = await AskAsync(world, "ready");
                Assert.Equal(200, seen.Status);
                Assert.Equal(seen.Troubled.Any() ? "degraded" : "healthy", seen.Verdict);
                return string.Join(",", seen.Troubled) == string.Join(",", names) && says(seen);
            },
            $"in trouble: {string.Join(", ", names)}");
        return seen ?? throw new InvalidOperationException("Nothing was asked.");
    }
}
