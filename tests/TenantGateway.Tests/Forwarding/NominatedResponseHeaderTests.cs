namespace TenantGateway.Tests.Forwarding;

/// <summary>What a service's <c>Connection</c> names was meant for the gateway alone (RFC 9110 section 7.6.1).</summary>
public sealed class NominatedResponseHeaderTests(RawServiceFixture fixture) : IClassFixture<RawServiceFixture>
{
    [Theory]
    [InlineData("Connection: Preference-Applied")]
    [InlineData("Connection: close, Preference-Applied")]
    [InlineData("Connection: keep-alive,\tpreference-applied ,")]
    [InlineData("Connection: close\nConnection: Preference-Applied")]
    [InlineData("Connection: \"x\", Preference-Applied")]
    [InlineData("Connection: Content-Type, Content-Length, Preference-Applied")]
    public async Task NominatedHeader_ReachesNoCaller(string connection)
    {
        fixture.Service.Answer = $"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 2\nPreference-Applied: one-hop\nRetry-After: 5\n{connection}\n\n{{}}";

        using var response = await fixture.World.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts");

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.False(response.Headers.Contains("Preference-Applied"));
        Assert.True(response.Headers.Contains("Retry-After"));
    }
}
