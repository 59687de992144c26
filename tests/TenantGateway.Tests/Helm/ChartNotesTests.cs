namespace TenantGateway.Tests.Helm;

/// <summary>What helm prints after an installation: true, and no praise.</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartNotesTests(ChartRenderer chart)
{
    [ChartFact]
    public async Task Minimal_SaysWhatIsMissing()
    {
        var notes = await chart.RenderNotesAsync("");

        string[] missing = ["policies is empty", "has no Routes", "networkPolicy.data.from is empty", "networkPolicy.admin.from is empty", "networkPolicy.egress is empty"];
        Assert.All(missing, line => Assert.Contains(line, notes));
        Assert.Contains("a copy of the volume, a snapshot or a backup discloses both", notes);
    }

    [ChartFact]
    public async Task Typical_OnlyWarnsOfWhatRemains()
    {
        var notes = await chart.RenderNotesAsync(ChartValues.Typical);

        Assert.DoesNotContain("is empty", notes);
        Assert.Contains("http://release-name-tenant-gateway.default:8080", notes);
        Assert.Contains("http://release-name-tenant-gateway-admin.default:8081", notes);
    }

    [ChartTheory]
    [InlineData("monitoring: {serviceMonitor: {enabled: true}}", true)]
    [InlineData("{monitoring: {serviceMonitor: {enabled: true}}, networkPolicy: {monitoring: {from: [{podSelector: {}}]}}}", false)]
    public async Task MonitorThatNobodyLetsIn_IsTold(string values, bool told) =>
        Assert.Equal(told, (await chart.RenderNotesAsync(values)).Contains("networkPolicy.monitoring.from is empty", StringComparison.Ordinal));
}
