using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Redis;

/// <summary>Settings of gateways that share a Redis, and look for changes so seldom that only a notice explains that they know one.</summary>
internal static class RedisSettings
{
    public static Dictionary<string, string?> Of(RedisServer redis, params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Redis:Endpoints:0"] = redis.Endpoint,
            ["Gateway:Redis:Tls"] = "false",
            ["Gateway:Quotas:Replicas"] = "2",
            ["Gateway:Changes:PollSeconds"] = "300",
            ["Gateway:Keys:PromotionWaitSeconds"] = "600",
            ["Gateway:Policies:PollSeconds"] = "3600",
        };
        foreach (var (key, value) in more) settings[key] = value;
        return settings;
    }
}
