using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Audit;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>What lies between scanning and splicing, through the running gateway: it may be slow, and it may say no.</summary>
public sealed class SeamTests(FaultyWorldFixture fixture) : IClassFixture<FaultyWorldFixture>, IAsyncLifetime
{
    private const string Contact = """{"name":"Ada"}""";

    private FaultyWorld Faulty => fixture.World;

    private RecordingService Service => Faulty.World.Service;

    public Task InitializeAsync() => Faulty.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task KeyIdFirstMetInAResponse_IsUnwrappedForIt()
    {
        Service.AnswerJson($$"""{"name":"{{await Faulty.TokenOfAnOlderGenerationAsync("name", "Ada")}}"}""");
        var before = Faulty.Keys.Unwraps;

        Assert.Equal(Contact, (await Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Text);
        Assert.Equal(Contact, (await Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Text);
        Assert.Equal(before + 1, Faulty.Keys.Unwraps);
    }

    [Fact]
    public async Task KeyIdFirstMetInARequest_IsUnwrappedForIt()
    {
        var token = await Faulty.TokenOfAnOlderGenerationAsync("email", "ada@example.org");

        Assert.Equal(200, (await Faulty.SendAsync("agent@acme", HttpMethod.Post, "partner/x", $$"""{"email":"{{token}}"}""")).Status);

        Assert.Equal("""{"email":"ada@example.org"}""", Service.Last.Text);
    }

    [Fact]
    public async Task AfterARestart_TheFirstAnswerIsRevealed()
    {
        using var state = new TemporaryDirectory();
        int port;
        string stored;
        await using (var before = await GatewayWorld.StartAsync(stateDirectory: state.Path))
        {
            port = before.Issuer.Port;
            using (await before.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", """{"name":"Ada","email":"ada@example.org"}""")) stored = before.Service.Last.Text;
        }

        await using var after = await FaultyWorld.StartAsync(state.Path, port);
        after.World.Service.AnswerJson(stored);
        Assert.Equal("""{"name":"Ada","email":"ada@example.org"}""", (await after.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Text);
        after.World.Service.Reset();
        await after.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts?email=ada@example.org");
        Assert.EndsWith($"={JsonNode.Parse(stored)!["email"]}", after.World.Service.Last.RawTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowResolve_HoldsItsAnswerBackAndNoOther()
    {
        var older = await Faulty.TokenOfAnOlderGenerationAsync("name", "Ada");
        Service.Answer = (context, request) => RecordingService.WriteAsync(
            context, 200, "application/json", request.RawTarget.EndsWith("/slow", StringComparison.Ordinal) ? JsonBytes(older) : "{}"u8.ToArray());
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Faulty.Keys.Wait = slow.Task;
        var unwraps = Faulty.Keys.Unwraps;

        var waiting = Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/slow");
        await Eventually.IsTrueAsync(() => Faulty.Keys.Unwraps > unwraps);
        foreach (var user in (string[])["agent@acme", "agent@globex"])
        {
            Assert.Equal(200, (await Faulty.SendAsync(user, HttpMethod.Post, "crm/contacts", Contact)).Status);
        }

        Assert.False(waiting.IsCompleted);
        slow.SetResult();
        Assert.Equal(Contact, (await waiting).Text);
    }

    [Fact]
    public async Task SlowResolveOfARequest_ForwardsNothingBefore()
    {
        var older = await Faulty.TokenOfAnOlderGenerationAsync("email", "ada@example.org");
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Faulty.Keys.Wait = slow.Task;
        var unwraps = Faulty.Keys.Unwraps;

        var waiting = Faulty.SendAsync("agent@acme", HttpMethod.Post, "partner/x", $$"""{"email":"{{older}}"}""");
        await Eventually.IsTrueAsync(() => Faulty.Keys.Unwraps > unwraps);

        Assert.Empty(Service.Received);
        slow.SetResult();
        Assert.Equal(200, (await waiting).Status);
    }

    [Fact]
    public async Task RecordOfAnAnswerCannotBeMade_LetsNothingOfItOut()
    {
        Service.AnswerJson("""{"name":"Ada","other":"visible"}""");
        Faulty.Audit.Broken = AuditEvent.DataRevealed;

        var answer = await Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((503, "audit_unavailable"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("Ada", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("visible", answer.Text, StringComparison.Ordinal);

        // What needs no record goes on.
        Assert.Equal(200, (await Faulty.SendAsync("analyst@acme", HttpMethod.Get, "crm/contacts/1")).Status);
        Faulty.Audit.Broken = null;
        Assert.Equal(200, (await Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Status);
    }

    [Fact]
    public async Task RecordOfARequestCannotBeMade_ForwardsNothing()
    {
        Faulty.Audit.Broken = AuditEvent.DataRevealed;

        var answer = await Faulty.SendAsync("agent@acme", HttpMethod.Post, "partner/x", Contact);

        Assert.Equal((503, "audit_unavailable"), (answer.Status, answer.Reason));
        Assert.Empty(Service.Received);
    }

    [Fact]
    public async Task DenialThatCannotBeRecorded_IsAnsweredWithoutItsReason()
    {
        Faulty.Audit.Broken = AuditEvent.AccessDenied;

        var answer = await Faulty.SendAsync("analyst@acme", HttpMethod.Post, "crm/contacts", Contact);

        Assert.Equal((503, "audit_unavailable"), (answer.Status, answer.Reason));
        Assert.Empty(Service.Received);
    }

    [Fact]
    public async Task KeyServiceFailsForAnAnswer_LetsNothingOfItOut()
    {
        Service.AnswerJson($$"""{"name":"{{await Faulty.TokenOfAnOlderGenerationAsync("name", "Ada")}}","notes":"visible"}""");
        Faulty.Keys.Broken = true;

        var answer = await Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((503, "key_service_unavailable"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("visible", answer.Text, StringComparison.Ordinal);
        Faulty.Keys.Broken = false;
        Assert.Equal("""{"name":"Ada","notes":"visible"}""", (await Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Text);
    }

    [Fact]
    public async Task KeyServiceFailsForARequest_ForwardsNothing()
    {
        var older = await Faulty.TokenOfAnOlderGenerationAsync("email", "ada@example.org");
        Faulty.Keys.Broken = true;

        var answer = await Faulty.SendAsync("agent@acme", HttpMethod.Post, "partner/x", $$"""{"email":"{{older}}"}""");

        Assert.Equal((503, "key_service_unavailable"), (answer.Status, answer.Reason));
        Assert.Empty(Service.Received);
    }

    [Theory]
    [InlineData("""{"name":"Ada"}""")]
    [InlineData("""{"other":"Ada"}""")]
    public async Task TenantSuspendedWhileTheServiceWorks_GetsNothingOfTheAnswer(string json)
    {
        Service.Answer = async (context, _) =>
        {
            await Faulty.SuspendAcmeAsync();
            await RecordingService.WriteAsync(context, 200, "application/json", Encoding.UTF8.GetBytes(json));
        };

        var answer = await Faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((403, "tenant_suspended"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("Ada", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TenantSuspendedDuringASlowResolve_ForwardsNothing()
    {
        var older = await Faulty.TokenOfAnOlderGenerationAsync("email", "ada@example.org");
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Faulty.Keys.Wait = slow.Task;
        var unwraps = Faulty.Keys.Unwraps;

        var waiting = Faulty.SendAsync("agent@acme", HttpMethod.Post, "partner/x", $$"""{"email":"{{older}}"}""");
        await Eventually.IsTrueAsync(() => Faulty.Keys.Unwraps > unwraps);
        await Faulty.SuspendAcmeAsync();
        slow.SetResult();

        Assert.Equal((403, "tenant_suspended"), ((await waiting).Status, (await waiting).Reason));
        Assert.Empty(Service.Received);
    }

    private static byte[] JsonBytes(string token) => Encoding.UTF8.GetBytes($$"""{"name":"{{token}}"}""");
}
