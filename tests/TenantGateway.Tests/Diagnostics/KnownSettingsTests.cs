using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TenantGateway.Tests.Diagnostics;

public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("Gateway:Listen:Data")]
    [InlineData("gateway:listen:datahttp2")]
    [InlineData("Gateway:Hosts:Shared:0")]
    [InlineData("Gateway:Storage:Directory")]
    [InlineData("Gateway:Keys:UnwrapTimeoutSeconds")]
    [InlineData("Gateway:Keys:Local:Directory")]
    [InlineData("Gateway:Audit:MaxBatch")]
    [InlineData("Gateway:Issuers:0:Claims:Roles")]
    [InlineData("Gateway:Issuers:main:AcceptedMethods:0")]
    [InlineData("Gateway:Authorization:MaxAgeSeconds")]
    [InlineData("Gateway:Forwarding:RequestHeaders:0")]
    [InlineData("Gateway:Policies:PollSeconds")]
    [InlineData("Gateway:Content:MaxUnitBytes")]
    [InlineData("Gateway:Quotas:Burst")]
    [InlineData("Gateway:Quotas:Tenants:acme:RequestsPerSecond")]
    [InlineData("Gateway:Drain:WaitSeconds")]
    [InlineData("Gateway:Certificates:PollSeconds")]
    [InlineData("Gateway:Tls:Certificates:0:Key")]
    [InlineData("Gateway:Tls:ClientCertificates:Admin")]
    [InlineData("Elsewhere:Anything")]
    public void KnownSetting_IsFine(string key) => Check(key);

    [Theory]
    [InlineData("Gateway:Lisen:Data", "Gateway:Lisen")]
    [InlineData("Gateway:Data", "Gateway:Data")]
    [InlineData("Gateway:Listen:Dta", "Gateway:Listen:Dta")]
    [InlineData("Gateway:Listen:Data:Port", "Gateway:Listen:Data:Port")]
    [InlineData("Gateway:Keys:Locl:Directory", "Gateway:Keys:Locl")]
    [InlineData("Gateway:Keys:Local:Directry", "Gateway:Keys:Local:Directry")]
    [InlineData("Gateway:Issuers:0:DevelopmentOny", "Gateway:Issuers:0:DevelopmentOny")]
    [InlineData("Gateway:Issuers:0:Claims:Role", "Gateway:Issuers:0:Claims:Role")]
    [InlineData("Gateway:Forwarding:RequestHeaders:0:Name", "Gateway:Forwarding:RequestHeaders:0:Name")]
    [InlineData("Gateway:Policies:PolSeconds", "Gateway:Policies:PolSeconds")]
    [InlineData("Gateway:Content:MaxUnitByte", "Gateway:Content:MaxUnitByte")]
    [InlineData("Gateway:Audit:MaxBach", "Gateway:Audit:MaxBach")]
    [InlineData("Gateway:Tls:Certificates:0:Password", "Gateway:Tls:Certificates:0:Password")]
    [InlineData("Gateway:Tls:ClientCertificate", "Gateway:Tls:ClientCertificate")]
    [InlineData("Gateway:Quotas:Tenants:acme:Brst", "Gateway:Quotas:Tenants:acme:Brst")]
    public void UnknownSetting_IsRefused(string key, string told) =>
        Assert.StartsWith($"{told}: nothing reads this setting.", Assert.Single(Assert.Throws<OptionsValidationException>(() => Check(key)).Failures), StringComparison.Ordinal);

    [Fact]
    public void ValueWhereSettingsBelong_IsRefused() =>
        Assert.Equal(
            "Gateway:Quotas:Tenants:acme: nothing reads this value. Known below: Burst, ConcurrentRequests, RequestsPerSecond.",
            Assert.Single(Assert.Throws<OptionsValidationException>(() => Check("Gateway:Quotas:Tenants:acme")).Failures));

    [Fact]
    public void SeveralUnknownSettings_AreToldAtOnceWithWhatIsKnown()
    {
        var failures = Assert.Throws<OptionsValidationException>(() => Check("Gateway:Listen:Dta", "Gateway:Lisen:Data", "Gateway:Listen:Admin")).Failures.Order(StringComparer.Ordinal).ToList();

        Assert.Equal(2, failures.Count);
        Assert.EndsWith("Known here: Admin, Data, DataHttp2, Probes.", failures[1], StringComparison.Ordinal);
    }

    private static void Check(params string[] keys) =>
        KnownSettings.Check(new ConfigurationBuilder().AddInMemoryCollection(keys.Select(key => KeyValuePair.Create<string, string?>(key, "x"))).Build());
}
