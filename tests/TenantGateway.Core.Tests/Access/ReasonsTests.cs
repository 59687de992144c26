using TenantGateway.Core.Access;

namespace TenantGateway.Core.Tests.Access;

public class ReasonsTests
{
    [Fact]
    public void Codes_AreUniqueAndOfOneForm()
    {
        Assert.NotEmpty(Reasons.All);
        Assert.Equal(Reasons.All.Length, Reasons.All.Select(reason => reason.Code).Distinct().Count());
        Assert.All(Reasons.All, reason => Assert.Matches("^[a-z][a-z0-9_]*$", reason.Code));
    }

    [Fact]
    public void Everyone_IsAnErrorWithATitleAndARemedy() => Assert.All(Reasons.All, reason =>
    {
        Assert.InRange(reason.Status, 400, 599);
        Assert.EndsWith(".", reason.Title, StringComparison.Ordinal);
        Assert.EndsWith(".", reason.Remedy, StringComparison.Ordinal);
    });
}
