using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Core.Tests.Audit;

public sealed class AuditOutcomesTests
{
    [Fact]
    public void Numbers_AreUnique() => Assert.Equal(AuditOutcomes.All.Count, AuditOutcomes.All.Values.Distinct().Count());

    [Fact]
    public void EveryReason_HasANumber()
    {
        var next = AuditOutcomes.All.Values.Max() + 1;
        var missing = Reasons.All.Where(reason => !AuditOutcomes.All.ContainsKey(reason.Code)).Select((reason, i) => $"[\"{reason.Code}\"] = {next + i},");
        Assert.Equal("", string.Join(Environment.NewLine, missing));
    }

    [Fact]
    public void OutcomeThatIsNotListed_IsToldAsSuch() => Assert.Equal(AuditOutcomes.Unlisted, AuditOutcomes.CodeOf("never heard of"));

    [Fact]
    public void NoOutcome_IsCalledUnlisted() => Assert.DoesNotContain(AuditOutcomes.Unlisted, AuditOutcomes.All.Values);
}
