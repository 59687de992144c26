using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;

namespace TenantGateway.Tests.Operations;

/// <summary>From every state, every decision: what is not open cannot be decided, however often it is tried.</summary>
public sealed class OperationEdgeTests : OperationTest
{
    public static TheoryData<string> States => [.. Enum.GetValues<OperationState>().Select(OperationStates.NameOf)];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Approval_IsTakenOfWhatIsOpen_AndOfNothingElse(string state)
    {
        var (id, hash) = await RequestedInAsync(state);

        var answer = await ApproveAsync(id, hash);

        if (state == "requested") Assert.Equal(202, answer.Status);
        else await AssertUntouchedAsync(answer, id, state);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Denial_IsTakenOfWhatIsOpen_AndOfNothingElse(string state)
    {
        var (id, _) = await RequestedInAsync(state);

        var answer = await PostAsync($"/admin/operations/{id}/deny", Operator(Approver, KeyAdmin));

        if (state == "requested") Assert.Equal("denied", $"{answer.Json.GetProperty("state")}");
        else await AssertUntouchedAsync(answer, id, state);
    }

    [Fact]
    public async Task ApprovalThatIsSentAgain_RunsNothingAgain()
    {
        var (id, hash) = await RequestedAsync();
        Assert.Equal(202, (await ApproveAsync(id, hash)).Status);
        await BecomesAsync(id, "done");

        for (var i = 0; i < 3; i++) AssertRefused(await ApproveAsync(id, hash), 409, "operation_closed");
        Parts.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(("done", 1), ($"{(await ShowAsync(id))["state"]}", Parts.Kind.Runs));
    }

    [Fact]
    public async Task StateThatIsRolledBackInTheDatabase_IsStillSigned_ButRunsOnlyInItsHour()
    {
        var (id, hash) = await RequestedAsync();
        var open = Parts.Operations[id];
        Assert.Equal(202, (await ApproveAsync(id, hash)).Status);
        await BecomesAsync(id, "done");
        // A replay by somebody with the database: an old record, signature and all.
        Parts.Operations[id] = open;
        Parts.Clock.Advance(TimeSpan.FromMinutes(61));

        AssertRefused(await ApproveAsync(id, hash), 409, "operation_closed");
        Assert.Equal(1, Parts.Kind.Runs);
    }

    [Fact]
    public async Task ApprovedAndNotBegunInItsHour_Expires()
    {
        var (id, _) = await RequestedInAsync("approved");
        Parts.Clock.Advance(TimeSpan.FromMinutes(61));

        await BecomesAsync(id, "expired");
        Assert.Equal(0, Parts.Kind.Runs);
    }

    [Fact]
    public async Task Requester_MayWithdraw()
    {
        var (id, hash) = await RequestedAsync();

        Assert.Equal(200, (await PostAsync($"/admin/operations/{id}/deny", Operator(Requester, KeyAdmin))).Status);
        AssertRefused(await ApproveAsync(id, hash), 409, "operation_closed");
    }

    [Fact]
    public async Task NoReason_NothingIsRequestedOrDecided()
    {
        var (id, hash) = await RequestedAsync();
        foreach (var (path, json) in ((string, string)[])
        [
            ("/admin/operations", """{"kind":"test.deed","tenant":"acme"}"""), ($"/admin/operations/{id}/approve", $$"""{"hash":"{{hash}}"}"""), ($"/admin/operations/{id}/deny", "{}"),
        ])
        {
            AssertRefused(await PostAsync(path, Operator(Approver, KeyAdmin), json, reason: null), 400, "missing_reason");
        }

        Assert.Equal("requested", $"{(await ShowAsync(id))["state"]}");
    }

    private async Task AssertUntouchedAsync(Identity.Answer answer, string id, string state)
    {
        AssertRefused(answer, 409, "operation_closed");
        Assert.Equal(state, $"{(await ShowAsync(id))["state"]}");
        Assert.Equal(0, Parts.Kind.Runs);
    }

    /// <summary>A request that is brought into a state as the gateway itself would have signed it; the runner does not look before the clock moves.</summary>
    private async Task<(string Id, string Hash)> RequestedInAsync(string state)
    {
        var (id, hash) = await RequestedAsync();
        Assert.True(OperationStates.TryParse(state, out var wanted));
        if (wanted == OperationState.Requested) return (id, hash);
        var stored = Parts.Operations[id];
        var moved = stored with
        {
            Operation = stored.Operation with { State = wanted, Epoch = 2, DecidedBy = new("ac_other"), DecidedAt = Gateway.Now },
            LeasedUntil = Gateway.Now.AddHours(2),
        };
        var signature = await Parts.Signing.SignAsync(RecordSignature.Digest(OperationRecordEncoding.Encode(moved)), CancellationToken.None);
        Parts.Operations[id] = moved with { Signature = signature };
        return (id, hash);
    }
}
