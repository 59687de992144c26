using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Durability;

public sealed class FirstByteTests
{
    // Longer than any test waits: here only the release ends the wait.
    private const int Long = 30;

    [Fact]
    public async Task Reveal_SendsNothingBeforeItsRecordIsDurable()
    {
        await using var troubled = await TroubledWorld.StartAsync(Long);

        var answer = await AnswerWhileHeldAsync(troubled, "agent@acme", "localhost");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("ada@example.com", answer, StringComparison.Ordinal);
        Assert.Equal("data.revealed", await EventOfAsync(troubled, "acme", answer));
    }

    [Theory]
    [InlineData("agent@globex", "acme.localhost", "HTTP/1.1 403", "access.security_alert", "globex")]
    [InlineData("admin@operator&audience=data", "localhost", "HTTP/1.1 403", "access.denied", "operator")]
    public async Task DenialOfSomebodyKnown_SendsNothingBeforeItsRecordIsDurable(string user, string host, string status, string auditEvent, string tenant)
    {
        await using var troubled = await TroubledWorld.StartAsync(Long);

        var answer = await AnswerWhileHeldAsync(troubled, user, host);

        Assert.StartsWith(status, answer, StringComparison.Ordinal);
        Assert.Equal(auditEvent, await EventOfAsync(troubled, tenant, answer));
    }

    /// <summary>Holds the append, sees that nothing comes while another caller's whole exchange passes, and lets it go.</summary>
    private static async Task<string> AnswerWhileHeldAsync(TroubledWorld troubled, string user, string host)
    {
        var begun = troubled.Store.Begun;
        troubled.Hold();
        using var caller = new RawCaller();
        var answer = await caller.GetAsync(new Uri(troubled.World.DataPlane, "crm/contacts/c_1"), await troubled.World.TokenAsync(user), host);
        await Eventually.IsTrueAsync(() => troubled.Store.Begun > begun);
        Assert.Equal(200, (await troubled.GetAsync("analyst@acme")).Status);

        Assert.False(answer.IsCompleted);
        troubled.Release();
        return await answer;
    }

    private static async Task<string?> EventOfAsync(TroubledWorld troubled, string tenant, string answer)
    {
        var request = answer.Split("\r\n").Single(line => line.StartsWith("X-Request-Id: ", StringComparison.OrdinalIgnoreCase)).Split(' ')[1];
        return Assert.Single(await troubled.World.AuditAsync(tenant), record => record["request"] == request)["event"];
    }
}
