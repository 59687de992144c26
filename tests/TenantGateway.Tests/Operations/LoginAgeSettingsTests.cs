using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Operations;

/// <summary>The settings make the login that a kind of operation or an endpoint takes younger, and never older.</summary>
public sealed class LoginAgeSettingsTests : OperationTest
{
    private protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        ["Gateway:Authorization:MaxAgeSeconds"] = "1200",
        ["Gateway:Authorization:AdminChangeMaxAgeSeconds"] = "600",
        ["Gateway:Authorization:DisclosureMaxAgeSeconds"] = "60",
    };

    [Theory]
    [InlineData(5, 60, true, 60)]
    [InlineData(5, 61, false, 60)]
    [InlineData(15, 600, true, 600)]
    [InlineData(15, 601, false, 600)]
    [InlineData(1, 61, false, 60)]
    public async Task Operation_TakesTheYoungerOfItsAgeAndTheSettings(int kindMinutes, int loginSeconds, bool isTaken, int told)
    {
        Parts.Kind.MaxLoginAge = TimeSpan.FromMinutes(kindMinutes);

        AssertJudged(await RequestAsync(LoggedInBefore(loginSeconds)), isTaken, 201, told);
    }

    [Theory]
    [InlineData(1200, true)]
    [InlineData(1201, false)]
    public async Task Reading_TakesTheLoginOfItsSetting(int loginSeconds, bool isTaken) =>
        AssertJudged(await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/operations", LoggedInBefore(loginSeconds)), isTaken, 200, 1200);

    private string LoggedInBefore(int seconds) => Operator(Requester, KeyAdmin, payload => payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - seconds);

    private static void AssertJudged(Answer answer, bool isTaken, int status, int told)
    {
        if (isTaken)
        {
            Assert.Equal(status, answer.Status);
            return;
        }

        AssertRefused(answer, 401, "insufficient_user_authentication");
        Assert.Contains($"max_age=\"{told}\"", answer.Challenge, StringComparison.Ordinal);
    }
}
