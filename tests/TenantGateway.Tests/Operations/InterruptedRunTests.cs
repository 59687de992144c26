using TenantGateway.Core.Operations;
using TenantGateway.Operations;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Operations;

/// <summary>Crashes, rivals and forgers.</summary>
public sealed class InterruptedRunTests : OperationTest
{
    [Fact]
    public async Task RunOfAProcessThatDied_IsTakenUpAtTheStart()
    {
        var id = await BegunAsync();
        // As a crash leaves it: the process is gone, its lease is not.
        var crashed = Parts.Operations[id];
        await Gateway.DisposeAsync();
        Parts.Operations[id] = crashed with { LeasedUntil = Parts.Clock.GetUtcNow() + OperationRun.Lease };
        Parts.Kind.Run = _ => Task.FromResult(OperationResult.Done);

        await using var next = await IdentityGateway.StartAsync(Parts, Settings);

        Assert.Equal(OperationState.Running, Parts.Operations[id].Operation.State);
        await Eventually.IsTrueAsync(() =>
        {
            Parts.Clock.Advance(TimeSpan.FromSeconds(10));
            return Parts.Operations[id].Operation.State == OperationState.Done;
        });
        Assert.Equal(2, Parts.Kind.Runs);
    }

    [Fact]
    public async Task ProcessThatStops_GivesItsRunAway()
    {
        var id = await BegunAsync();

        await Gateway.DisposeAsync();

        Assert.Equal((OperationState.Running, null), (Parts.Operations[id].Operation.State, Parts.Operations[id].LeasedUntil));
        Parts.Kind.Run = _ => Task.FromResult(OperationResult.Done);
        await using var next = await IdentityGateway.StartAsync(Parts, Settings);
        await Eventually.IsTrueAsync(() => Parts.Operations[id].Operation.State == OperationState.Done);
    }

    [Fact]
    public async Task TwoProcesses_OneRun()
    {
        await using var other = await IdentityGateway.StartAsync(Parts, Settings);
        for (var round = 1; round <= 10; round++)
        {
            var (id, hash) = await RequestedAsync();
            await ApproveAsync(id, hash);
            await Eventually.IsTrueAsync(() =>
            {
                // Both walk.
                Parts.Clock.Advance(OperationRunner.Interval);
                return Parts.Operations[id].Operation.State == OperationState.Done;
            });
            Assert.Equal(round, Parts.Kind.Runs);
        }
    }

    [Fact]
    public async Task RunThatTakesLong_IsNobodyElses()
    {
        await using var other = await IdentityGateway.StartAsync(Parts, Settings);
        var (id, hash) = await RequestedAsync();
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        Parts.Kind.Run = async cancellationToken =>
        {
            begun.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return OperationResult.Done;
        };
        await ApproveAsync(id, hash);
        await begun.Task;
        for (var i = 0; i < 30; i++)
        {
            var before = Parts.Operations[id].LeasedUntil;
            Parts.Clock.Advance(TimeSpan.FromSeconds(20));
            await Eventually.IsTrueAsync(() => Parts.Operations[id].LeasedUntil > before);
        }

        release.SetResult();
        await Eventually.IsTrueAsync(() => Parts.Operations[id].Operation.State == OperationState.Done);
        Assert.Equal(1, Parts.Kind.Runs);
    }

    [Fact]
    public async Task ApprovalThatNobodySigned_CountsForNothing()
    {
        var (id, _) = await RequestedAsync();
        var stored = Parts.Operations[id];
        var forged = stored with { Operation = stored.Operation with { State = OperationState.Approved, DecidedBy = new("ac_forged"), DecidedAt = Gateway.Now, Epoch = 2 } };
        Parts.Operations[id] = forged;

        Parts.Clock.Advance(OperationRunner.Interval);

        Assert.Equal(404, (await SendAsync(Gateway.Admin, HttpMethod.Get, $"/admin/operations/{id}", Operator("security-reviewer"))).Status);
        var (other, hash) = await RequestedAsync();
        await ApproveAsync(other, hash);
        await Eventually.IsTrueAsync(() => Parts.Operations[other].Operation.State == OperationState.Done);
        Assert.Equal((1, OperationState.Approved), (Parts.Kind.Runs, Parts.Operations[id].Operation.State));
    }

    [Fact]
    public async Task EffectsThatWereExchanged_CountForNothing()
    {
        var (id, hash) = await RequestedAsync();
        var stored = Parts.Operations[id];
        Parts.Operations[id] = stored with { Operation = stored.Operation with { Effects = ["Something harmless is done."] } };

        AssertRefused(await ApproveAsync(id, hash), 404, "unknown_operation");
    }

    [Fact]
    public async Task Reason_IsStoredSealed()
    {
        var (id, _) = await RequestedAsync();

        Assert.Equal("", Parts.Operations[id].Operation.Reason);
        Assert.DoesNotContain("ticket 17", System.Text.Encoding.UTF8.GetString(Parts.Operations[id].SealedReason.Span), StringComparison.Ordinal);
        Assert.Equal("ticket 17", $"{(await ShowAsync(id))["reason"]}");
    }

    /// <summary>An operation that was approved and runs without coming to its end.</summary>
    private async Task<string> BegunAsync()
    {
        var (id, hash) = await RequestedAsync();
        var begun = new TaskCompletionSource();
        Parts.Kind.Run = async cancellationToken =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return OperationResult.Done;
        };
        await ApproveAsync(id, hash);
        await begun.Task;
        return id;
    }
}
