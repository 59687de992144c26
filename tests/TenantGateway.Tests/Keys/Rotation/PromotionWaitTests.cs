using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TenantGateway.Changes;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>A wait that is too short would have a process write with a key that another one does not know.</summary>
public sealed class PromotionWaitTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("10", null, true)]
    [InlineData("9", null, false)]
    [InlineData(null, "7", true)]
    [InlineData(null, "8", false)]
    [InlineData("600", "300", true)]
    [InlineData("2", "1", true)]
    public void Wait_IsAtLeastTwoLooks(string? wait, string? poll, bool isValid)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(wait, poll)).Build();
        var options = configuration.GetSection(KeysOptions.Section).Get<KeysOptions>() ?? new KeysOptions();
        Assert.Equal(isValid, new KeysOptionsValidator(configuration).Validate(null, options).Succeeded);
    }

    [Fact]
    public async Task WaitThatIsTooShort_StopsTheStart()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StateHost.StartAsync(_directory, settings: Settings("15", "60")));
        Assert.Contains("Gateway:Keys:PromotionWaitSeconds: 15 is less than twice Gateway:Changes:PollSeconds, which is 60", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The one place where the interval's default is said twice.</summary>
    [Fact]
    public void UsualInterval_IsTheDefault() => Assert.Equal(KeysOptionsValidator.UsualPollSeconds, new ChangesOptions().PollSeconds);

    private static Dictionary<string, string?> Settings(string? wait, string? poll)
    {
        var settings = new Dictionary<string, string?>();
        if (wait is not null) settings["Gateway:Keys:PromotionWaitSeconds"] = wait;
        if (poll is not null) settings["Gateway:Changes:PollSeconds"] = poll;
        return settings;
    }
}
