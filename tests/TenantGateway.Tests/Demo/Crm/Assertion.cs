namespace TenantGateway.Tests.Demo.Crm;

/// <summary>What an assertion says; by default what a good one says.</summary>
internal sealed record Assertion
{
    public string Tenant { get; init; } = "acme";

    public string Actor { get; init; } = "ac_7k2m";

    public string Issuer { get; init; } = CrmWorld.Issuer;

    public string[] Audiences { get; init; } = [CrmWorld.Audience];

    public string Type { get; init; } = "tg-assertion+jwt";

    /// <summary>From now to its expiry.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(60);
}
