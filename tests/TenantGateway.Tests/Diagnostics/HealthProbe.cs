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
    public static Task TroubledAsync(GatewayWorld world, params string[] names) => Eventually.IsTrueAsync(
        async () =>
        {
            var seen = await AskAsync(world, "ready");
            Assert.Equal(200, seen.Status);
            Assert.Equal(seen.Troubled.Any() ? "degraded" : "healthy", seen.Verdict);
            return string.Join(",", seen.Troubled) == string.Join(",", names);
        },
        $"in trouble: {string.Join(", ", names)}");
}
