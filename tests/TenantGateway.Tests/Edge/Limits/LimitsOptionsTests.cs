using Microsoft.Extensions.Options;

namespace TenantGateway.Tests.Edge.Limits;

public sealed class LimitsOptionsTests
{
    [Theory]
    [InlineData("MaxConnections", "0", "Gateway:Limits:MaxConnections must be 1 to 1000000 open connections.'.")]
    [InlineData("Http2:MaxFrameBytes", "100", "Gateway:Limits:Http2:MaxFrameBytes must be 16384 to 16777215 bytes.")]
    [InlineData("ShedAtPercent", "96", "Gateway:Limits:RefuseAtPercent (95) must be above ShedAtPercent (96): connections are let go before they are refused.")]
    [InlineData("Http2:ConnectionWindowBytes", "65535", "Gateway:Limits:Http2:StreamWindowBytes (524288) must not be above ConnectionWindowBytes (65535).")]
    public async Task LimitThatMakesNoSense_IsRefusedAtTheStart(string key, string value, string told)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => LimitedWorld.StartAsync((key, value)));

        Assert.EndsWith(told, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }
}
