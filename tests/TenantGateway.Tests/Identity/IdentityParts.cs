using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Fakes;

namespace TenantGateway.Tests.Identity;

/// <summary>What the identity half of a gateway stands on in a test: issuers, tenants, keys, clock.</summary>
internal sealed class IdentityParts : IAsyncDisposable
{
    public required TestIssuer Issuer { get; init; }

    public required TestIssuer OtherIssuer { get; init; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public InMemoryTenants Tenants { get; } = new();

    public RandomKeyRings KeyRings { get; } = new();

    public FakeKeyRotations Rotations { get; } = new();

    public FakeConversions Conversions { get; } = new();

    public RecordingAuditTrail Audit { get; } = new();

    public FakeAuditLog Log { get; } = new();

    public FakeAuditReview Review { get; } = new();

    public InMemoryOperations Operations { get; } = new();

    public FakeKind Kind { get; } = new();

    public SigningService Signing { get; } = new();

    public InMemorySessions Sessions { get; init; } = new();

    public static async Task<IdentityParts> StartAsync()
    {
        var parts = new IdentityParts { Issuer = await TestIssuer.StartAsync(TestKey.First), OtherIssuer = await TestIssuer.StartAsync(TestKey.Second) };
        parts.Tenants.Add(TenantOf(parts.Issuer, "acme"));
        parts.Tenants.Add(TenantOf(parts.Issuer, "globex"));
        parts.Tenants.Add(TenantOf(parts.Issuer, "initech") with { State = TenantState.Suspended });
        return parts;
    }

    public static Tenant TenantOf(TestIssuer issuer, string id) => new()
    {
        Id = TenantId.Parse(id),
        DisplayName = id,
        State = TenantState.Active,
        Organizations = [new OrganizationBinding(issuer.Name, "org_" + id)],
        Hosts = [id + ".localhost"],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Configuration under <c>Gateway</c>.</summary>
    public Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?> { ["Gateway:Hosts:Shared:0"] = "localhost", ["Gateway:Hosts:Shared:1"] = "127.0.0.1" };
        TestIssuer[] issuers = [Issuer, OtherIssuer];
        for (var i = 0; i < issuers.Length; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"Gateway:Issuers:{i}");
            settings[$"{key}:Issuer"] = issuers[i].Name;
            settings[$"{key}:DataAudience"] = TestIssuer.DataAudience;
            settings[$"{key}:AdminAudience"] = TestIssuer.AdminAudience;
            settings[$"{key}:OperatorOrganization"] = i == 0 ? IdentityGateway.OperatorOrganization : null;
            if (i == 0) settings[$"{key}:LogoutAudiences:0"] = TestIssuer.LogoutAudience;
            settings[$"{key}:AllowedConnectionStrategies:0"] = "samlp";
        }

        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        await Issuer.DisposeAsync();
        await OtherIssuer.DisposeAsync();
        Signing.Dispose();
    }
}
