namespace TenantGateway.Tests.Authentication;

/// <summary>What strangers use up, in a world that no other test asks.</summary>
public sealed class AnonymousQuotaTests(WebhookWorld hooks) : IClassFixture<WebhookWorld>
{
    [Fact]
    public async Task Strangers_HaveAQuotaOfTheirOwn()
    {
        // More than the burst of 100 that one route has.
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var reasons = new List<string?>();
            for (var i = 0; i < 40; i++) reasons.Add((await hooks.AskAsync(HttpMethod.Get, "intake/form")).Reason);
            return reasons;
        }));

        Assert.Contains("tenant_rate_limited", answers.SelectMany(reasons => reasons));
        Assert.Equal(200, (int)(await hooks.World.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts")).StatusCode);
        Assert.Equal(200, (await hooks.SendAsync(new WebhookMessage())).Status);
        Assert.Equal(200, (await hooks.AskAsync(HttpMethod.Get, "intake/form", host: "globex.localhost")).Status);
    }
}
