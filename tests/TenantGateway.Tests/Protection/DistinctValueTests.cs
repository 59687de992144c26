using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tenants;
using TenantGateway.Protection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

public sealed class DistinctValueTests(ProtectedTraffic traffic) : TrafficTests(traffic)
{
    [Fact]
    public async Task SearchesByManyValues_EndAtTheLimit_AndThatIsOnRecordOnce()
    {
        for (var round = 0; round < 3; round++)
        {
            foreach (var number in new[] { 1, 2, 3 }) Assert.Equal(200, (await SearchAsync("support@acme", $"+44{number}")).Status);
        }

        Traffic.Service.Reset();
        var refused = await SearchAsync("support@acme", "+444");
        Traffic.AssertRefused(refused, 429, "distinct_values_limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3600);
        Traffic.AssertRefused(await SearchAsync("support@acme", "+445"), 429, "distinct_values_limited");

        // What was searched for before, other actors, and what somebody was given are not guesses.
        Assert.Equal(200, (await SearchAsync("support@acme", "+442")).Status);
        Assert.Equal(200, (await SearchAsync("agent@acme", "+444")).Status);
        var handle = (await Traffic.SendAsync("agent@acme", HttpMethod.Post, "guessed/1", """{"phone":"+449"}""")).Json["phone"];
        Assert.StartsWith("hn1.", $"{handle}", StringComparison.Ordinal);
        Assert.Equal(200, (await SearchAsync("agent@acme", $"{handle}")).Status);

        var alerts = (await Traffic.World.AuditAsync("acme")).Where(record => record["outcome"] == "distinct_values_limited").ToList();
        Assert.Equal("access.security_alert", Assert.Single(alerts)["event"]);
    }

    [Fact]
    public async Task SearchableValuesThatAreWritten_EndAtTheLimit_AndOthersDoNot()
    {
        Assert.Equal(200, (await WriteAsync("""{"phone":"+441","fax":"1"}""")).Status);
        Assert.Equal(200, (await WriteAsync("""{"phone":"+442","fax":"2"}""")).Status);
        Assert.Equal(200, (await WriteAsync("""{"phone":"+441","fax":"3"}""")).Status);
        Traffic.Service.Reset();
        var refused = await WriteAsync("""{"phone":"+443","fax":"4"}""");
        Traffic.AssertRefused(refused, 429, "distinct_values_limited");
        Assert.Equal("$.phone", $"{refused.Json["location"]}");

        Task<Answer> WriteAsync(string json) => Traffic.SendAsync("agent@globex", HttpMethod.Post, "guessed/1", json);
    }

    [Fact]
    public void TimeThatHasPassed_CountsAnew_AndClassesAndRightsCountApart()
    {
        var values = new DistinctValues();
        var now = DateTimeOffset.UnixEpoch;
        Assert.Null(Count(0, 1));
        Assert.Null(Count(59, 2));
        Assert.Equal(new DistinctExcess(TimeSpan.FromSeconds(1), true), Count(59, 3));
        Assert.Equal(new DistinctExcess(TimeSpan.FromSeconds(1), false), Count(59, 4));
        Assert.Null(Count(59, 3, "email"));
        Assert.Null(Count(59, 3, right: FieldRight.Write));
        Assert.Null(Count(59, 3, actor: "ac_b"));
        Assert.Null(Count(59, 3, tenant: "globex"));
        Assert.Null(Count(60, 3));
        Assert.Null(Count(61, 4));
        Assert.Equal(new DistinctExcess(TimeSpan.FromSeconds(58), true), Count(62, 5));

        DistinctExcess? Count(int second, byte value, string fieldClass = "phone", FieldRight right = FieldRight.Search, string actor = "ac_a", string tenant = "acme") => values.Count(
            new Caller(
                new Actor
                {
                    Tenant = TenantId.Parse(tenant), Id = new ActorId(actor), Roles = [], Scopes = [], AuthenticatedAt = null, Evidence = null,
                },
                null, now.AddSeconds(second)),
            FieldClass.Parse(fieldClass), right, [value], new DistinctLimit(2, TimeSpan.FromMinutes(1)));
    }

    private Task<Answer> SearchAsync(string user, string value) => Traffic.SendAsync(user, HttpMethod.Get, $"guessed/1?phone={Uri.EscapeDataString(value)}");
}
