namespace TenantGateway.Demo.IdentityProvider;

/// <summary>A login under way: from an authorization request, over a password and perhaps a code, back to the request.</summary>
/// <param name="demand">What the request asks for.</param>
/// <param name="query">The request, to go back to.</param>
/// <param name="startedAt">When it came.</param>
internal sealed class PendingLogin(LoginDemand demand, string query, DateTimeOffset startedAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string Id { get; } = RandomName.Create();

    /// <summary>What the cookie of the one browser holds that may go on with it.</summary>
    public string Browser { get; } = RandomName.Create();

    public LoginDemand Demand => demand;

    public string Query => query;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Whose password was given; null before.</summary>
    public DemoAccount? Account { get; set; }

    /// <summary>What came of it; null before.</summary>
    public DemoSession? Session { get; set; }
}
