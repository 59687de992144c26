using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection.Policies;
using static TenantGateway.Tests.Protection.PipelineBench;

namespace TenantGateway.Tests.Protection;

public sealed class UnitPipelineTests : IDisposable
{
    private const string Clear = """{ "name": "Ada", "score": 5.0 }""";

    private readonly PipelineBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClearValues_AreProtectedInEitherDirection(bool fromCaller)
    {
        var (refused, unit) = await _bench.RunAsync(Clear, PlanOperation.Protect, fromCaller);

        Assert.Null(refused);
        var token = Member(unit, "name");
        Assert.StartsWith($"pn1.{_bench.Keys.Data(Acme).KeyId}.r", token, StringComparison.Ordinal);
        Assert.Equal(Clear.Replace("Ada", token, StringComparison.Ordinal), unit);
        Assert.Empty(_bench.Audit.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StoredTokens_AreRevealedInEitherDirection(bool fromCaller)
    {
        var stored = $$"""{ "name": "{{Token(_bench.Keys.Data(Acme), "name", "Ada")}}", "score": 5.0 }""";

        var clear = await _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller);
        var mask = await _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller, role: "clerk");
        var handle = await _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller, role: "nobody");

        Assert.Equal((null, Clear), clear);
        Assert.Equal((null, Clear.Replace("Ada", "A•••", StringComparison.Ordinal)), mask);
        Assert.StartsWith("hn1.", Member(handle.Unit, "name"), StringComparison.Ordinal);
        Assert.Equal([AuditEvent.DataRevealed, AuditEvent.DataRevealed], _bench.Audit.Entries.Select(entry => entry.Event));
        Assert.All(_bench.Audit.Entries, entry => Assert.Equal(new AuditDetails(null, "203.0.113.77") { UserAgent = "curl/8", ActorName = "auth0|ada" }, entry.Details));
        Assert.All(_bench.Audit.Entries, entry => Assert.Equal(_bench.Keys.Data(Acme).KeyId.ToString(), Assert.Single(entry.KeyIds)));
    }

    [Fact]
    public async Task TokensThatOpen_AreCountedOnceAUnitByGeneration()
    {
        var older = _bench.Keys.Add(Acme, KeyLine.Data);
        var current = _bench.Keys.Data(Acme);
        string[] tokens = [Token(older, "name", "Ada"), Token(current, "name", "Bo"), Token(older, "name", "Cy"), Token(_bench.Keys.Data(Globex), "name", "Di"), Token(older, "name", "Ed")[..^4] + "AAAA"];

        await _bench.RunAsync($$"""{"list":["{{string.Join("\",\"", tokens)}}"]}""", PlanOperation.Reveal, fromCaller: false);
        await _bench.RunAsync(Clear, PlanOperation.Protect, fromCaller: true);

        Assert.Equal([(older.KeyId, 2), (current.KeyId, 1)], _bench.Sightings.Calls);
    }

    [Fact]
    public async Task RightToWrite_IsAskedOfCallersOnly()
    {
        Assert.Equal("class_write_denied", (await _bench.RunAsync(Clear, PlanOperation.Protect, fromCaller: true, role: "clerk")).Refused);
        Assert.Null((await _bench.RunAsync(Clear, PlanOperation.Protect, fromCaller: false, role: "clerk")).Refused);
    }

    [Fact]
    public async Task KeyIdFirstMetInAResponse_IsLeasedBeforeItIsRevealed()
    {
        var older = _bench.Keys.Add(Acme, KeyLine.Data);

        var answer = await _bench.RunAsync($$"""{"name":"{{Token(older, "name", "Ada")}}"}""", PlanOperation.Reveal, fromCaller: false);

        Assert.Equal((null, """{"name":"Ada"}"""), answer);
        Assert.Equal([older.KeyId], _bench.Keys.Asked);
    }

    [Theory]
    [InlineData(PlanOperation.Protect, true)]
    [InlineData(PlanOperation.Protect, false)]
    [InlineData(PlanOperation.Reveal, true)]
    [InlineData(PlanOperation.Reveal, false)]
    public async Task SlowResolve_HoldsItsUnitBackAndNoOther(PlanOperation operation, bool fromCaller)
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Keys.Waits[Acme] = slow.Task;

        var waiting = _bench.RunAsync(Clear, operation, fromCaller);
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _bench.RunAsync(Clear, operation, fromCaller, tenant: Globex)));

        Assert.All(others, other => Assert.Null(other.Refused));
        Assert.False(waiting.IsCompleted);
        slow.SetResult();
        Assert.Null((await waiting).Refused);
    }

    [Fact]
    public async Task RecordNotYetDurable_HoldsTheUnitBack()
    {
        var stored = $$"""{"name":"{{Token(_bench.Keys.Data(Acme), "name", "Ada")}}"}""";
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Audit.Wait = slow.Task;

        var waiting = _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller: false);
        var unrecorded = await _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller: false, role: "nobody");

        Assert.Null(unrecorded.Refused);
        Assert.False(waiting.IsCompleted);
        slow.SetResult();
        Assert.Equal("""{"name":"Ada"}""", (await waiting).Unit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RecordThatCannotBeMade_LetsNothingOut(bool fromCaller)
    {
        _bench.Audit.Broken = true;
        var stored = $$"""{"name":"{{Token(_bench.Keys.Data(Acme), "name", "Ada")}}"}""";

        await Assert.ThrowsAsync<AuditUnavailableException>(() => _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller));
    }

    [Fact]
    public async Task RecordThatCannotBeMade_StopsNothingThatNeedsNone()
    {
        _bench.Audit.Broken = true;
        var stored = $$"""{"name":"{{Token(_bench.Keys.Data(Acme), "name", "Ada")}}"}""";

        Assert.Null((await _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller: false, role: "nobody")).Refused);
        Assert.Null((await _bench.RunAsync(Clear, PlanOperation.Protect, fromCaller: true)).Refused);
    }

    [Theory]
    [InlineData(PlanOperation.Protect)]
    [InlineData(PlanOperation.Reveal)]
    public async Task KeyServiceFails_LetsNothingOut(PlanOperation operation)
    {
        _bench.Keys.OnLease = () => throw new KeyServiceException(KeyServiceFailure.Unavailable, "Broken by the test.");

        await Assert.ThrowsAsync<KeyServiceException>(() => _bench.RunAsync(Clear, operation, fromCaller: false));
    }

    [Theory]
    [InlineData(PlanOperation.Protect, true)]
    [InlineData(PlanOperation.Reveal, false)]
    public async Task KeysShutMeanwhile_IsRefusedAlsoWithoutFields(PlanOperation operation, bool fromCaller)
    {
        _bench.Keys.Shut = KeyServiceFailure.Denied;

        Assert.Equal("tenant_key_unavailable", (await _bench.RunAsync(Clear, operation, fromCaller)).Refused);
        Assert.Equal("tenant_key_unavailable", (await _bench.RunAsync("""{"score":5.0}""", operation, fromCaller)).Refused);
        _bench.Keys.Shut = KeyServiceFailure.Unavailable;
        Assert.Equal("key_service_unavailable", (await _bench.RunAsync("""{"score":5.0}""", operation, fromCaller)).Refused);
    }

    [Theory]
    [InlineData(PlanOperation.Protect, true)]
    [InlineData(PlanOperation.Reveal, false)]
    public async Task TenantSuspendedMeanwhile_IsRefused(PlanOperation operation, bool fromCaller)
    {
        _bench.Tenants.Suspend(Acme);

        Assert.Equal("tenant_suspended", (await _bench.RunAsync(Clear, operation, fromCaller)).Refused);
        Assert.Equal("tenant_suspended", (await _bench.RunAsync("""{"score":5.0}""", operation, fromCaller)).Refused);
        Assert.Null((await _bench.RunAsync(Clear, operation, fromCaller, tenant: Globex)).Refused);
    }

    [Fact]
    public async Task TenantSuspendedDuringASlowResolve_IsRefused()
    {
        _bench.Keys.OnLease = () => _bench.Tenants.Suspend(Acme);

        Assert.Equal("tenant_suspended", (await _bench.RunAsync(Clear, PlanOperation.Reveal, fromCaller: false)).Refused);
    }

    [Fact]
    public async Task KeysRetiredWhileTheRecordIsMade_DoNotSpoilTheUnit()
    {
        var stored = $$"""{"name":"{{Token(_bench.Keys.Data(Acme), "name", "Ada")}}"}""";
        _bench.Audit.OnCommit = () => _bench.Keys.Data(Acme).Retire();

        Assert.Equal("""{"name":"Ada"}""", (await _bench.RunAsync(stored, PlanOperation.Reveal, fromCaller: false)).Unit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TokenOfAnotherTenant_IsNotRevealedAndIsOnRecord(bool fromCaller)
    {
        var foreign = $$"""{"name":"{{Token(_bench.Keys.Data(Globex), "name", "Ada")}}"}""";

        Assert.Equal((null, foreign), await _bench.RunAsync(foreign, PlanOperation.Reveal, fromCaller));
        var entry = Assert.Single(_bench.Audit.Entries);
        Assert.Equal((AuditEvent.ForeignToken, Acme), (entry.Event, entry.Tenant));

        _bench.Audit.Broken = true;
        await Assert.ThrowsAsync<AuditUnavailableException>(() => _bench.RunAsync(foreign, PlanOperation.Reveal, fromCaller));
    }
}
