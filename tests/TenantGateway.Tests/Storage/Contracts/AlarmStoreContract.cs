using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class AlarmStoreContract : StorageContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AlarmAddressee[] Two = [new("soc", null), new("acme-soc", "acme")];

    private AlarmStore Store => field ??= new AlarmStore(Database);

    private AlarmPosts Posts => field ??= new AlarmPosts(Database);

    [Fact]
    public async Task Step_IsTakenOnceAndByWhoHasTheTurn()
    {
        var state = await Store.ReadStateAsync(default);
        Assert.Equal((0L, 0L, 0L, 16), (state.Through, state.RaiseFrom, state.LogSize, state.LogId.Length));
        var turn = TurnOf(state, "one", Start);
        var step = new AlarmStep(5) { Raised = [AlarmOf(1)], Addressees = Two, Histories = [new StoredHistory("acme", "ac_1", Start, "{}")] };
        Assert.True(await Store.TryTakeAsync(turn, step, default));
        // As a process sends it again that does not know that its commit came through.
        Assert.False(await Store.TryTakeAsync(turn, step with { Raised = [AlarmOf(2)] }, default));
        var next = await Store.ReadStateAsync(default);
        Assert.Equal((5L, "one"), (next.Through, next.Holder));
        Assert.False(await Store.TryTakeAsync(TurnOf(next, "other", Start.AddSeconds(9)), new AlarmStep(6), default));
        Assert.False(await Store.TryHoldAsync(TurnOf(next, "other", Start.AddSeconds(9)), default));
        Assert.True(await Store.TryHoldAsync(TurnOf(next, "one", Start.AddSeconds(9)), default));
        Assert.False(await Store.TryTakeAsync(TurnOf(next, "other", Start.AddSeconds(11)), new AlarmStep(6), default));
        Assert.True(await Store.TryTakeAsync(TurnOf(next, "other", Start.AddSeconds(20)), new AlarmStep(6), default));
        Assert.Single(await Store.FindAsync(new AlarmFilter(), 10, default));
    }

    [Fact]
    public async Task Histories_AreOfTheirTenantAlone()
    {
        await TakeAsync(new AlarmStep(1)
        {
            Histories = [new("acme", "", Start, "1"), new("acme", "ac_1", Start, "2"), new("globex", "ac_1", Start, "3"), new("globex", "", Start, "4")],
        });
        await TakeAsync(new AlarmStep(2) { Histories = [new("acme", "ac_1", Start.AddDays(1), "5")] });
        var found = await Store.ReadHistoriesAsync([("acme", ""), ("acme", "ac_1"), ("acme", "ac_2"), .. Enumerable.Range(0, 900).Select(i => ("initech", $"ac_x{i}"))], default);
        Assert.Equal([("acme", "", Start, "1"), ("acme", "ac_1", Start.AddDays(1), "5")], found.Select(history => (history.Tenant, history.Actor, history.LastSeen, history.History)).Order());
    }

    [Fact]
    public async Task Alarms_AreFoundPageByPage_EachTenantsByThemselves()
    {
        await TakeAsync(new AlarmStep(1) { Raised = [.. Enumerable.Range(0, 25).Select(i => AlarmOf(i, i % 5 == 0 ? "globex" : "acme", at: i / 2))] });
        var (found, after) = (new List<string>(), (AlarmCursor?)null);
        while (await Store.FindAsync(new AlarmFilter { Tenant = "acme", After = after }, 7, default) is [.., var last] page)
        {
            found.AddRange(page.Select(alarm => alarm.Id));
            after = AlarmCursor.Of(last);
        }

        Assert.Equal(Enumerable.Range(0, 25).Where(i => i % 5 != 0).Select(i => AlarmOf(i).Id).Order(), found.Order());
        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Equal(5, (await Store.FindAsync(new AlarmFilter { Tenant = "globex" }, 50, default)).Count);
        Assert.Equal(25, (await Store.FindAsync(new AlarmFilter { Kind = AlarmKind.FirstReveal }, 50, default)).Count);
        Assert.Empty(await Store.FindAsync(new AlarmFilter { Kind = AlarmKind.LogBehind }, 50, default));
        Assert.Equal(4, (await Store.FindAsync(new AlarmFilter { From = Start.AddMinutes(3), To = Start.AddMinutes(5) }, 50, default)).Count);
        var one = (await Store.FindAsync(new AlarmFilter { Tenant = "globex" }, 1, default))[0];
        Assert.Equal(AlarmOf(20, "globex", at: 10) with { Classes = null }, one with { Classes = null });
        Assert.Equal(["email"], one.Classes ?? []);
    }

    [Fact]
    public async Task Alarm_IsWithoutARecordUntilItsRecordIsComeAcross()
    {
        await TakeAsync(new AlarmStep(1) { Raised = [AlarmOf(1), AlarmOf(2)] });
        Assert.Equal(2, (await Store.ReadUnrecordedAsync(10, default)).Count);
        await TakeAsync(new AlarmStep(2) { Recorded = [AlarmOf(1).Id, "al_unknown"] });
        Assert.Equal([AlarmOf(2).Id], (await Store.ReadUnrecordedAsync(10, default)).Select(alarm => alarm.Id));
    }

    [Fact]
    public async Task AlarmOfNoRecord_IsRaisedByOneProcessInTheQuietTime()
    {
        using var other = Storage.Open();
        var (quiet, raised) = (TimeSpan.FromHours(1), new List<bool>());
        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () => await new AlarmStore(i % 2 == 0 ? Database : other).TryRaiseAsync(Unsigned(i, Start), Start - quiet, Two, default))));
        Assert.Single(both, isRaised => isRaised);
        Assert.True(await Store.TryRaiseAsync(Unsigned(7, Start) with { Cause = "refused" }, Start - quiet, Two, default));
        Assert.False(await Store.TryRaiseAsync(Unsigned(8, Start.AddMinutes(59)), Start.AddMinutes(59) - quiet, Two, default));
        Assert.True(await Store.TryRaiseAsync(Unsigned(9, Start.AddMinutes(61)), Start.AddMinutes(61) - quiet, Two, default));
        // To whom only a tenant's alarms go, the log's do not.
        Assert.Null(await Posts.TryClaimAsync("acme-soc", Start, Start.AddMinutes(1), default));
        Assert.Equal(3, await Posts.CountAsync(default));
    }

    [Fact]
    public async Task Post_IsOneProcesssAtATime_AndOutlastsFailures()
    {
        await TakeAsync(new AlarmStep(1) { Raised = [AlarmOf(1), AlarmOf(2, "globex")], Addressees = Two });
        Assert.Equal(3, await Posts.CountAsync(default));
        var mine = await Posts.TryClaimAsync("acme-soc", Start, Start.AddSeconds(30), default);
        Assert.Equal((AlarmOf(1).Id, 1), (mine?.Alarm.Id, mine?.Attempts));
        Assert.Null(await Posts.TryClaimAsync("acme-soc", Start.AddSeconds(29), Start.AddSeconds(60), default));

        // Whoever had it is gone; what comes of it late changes nothing.
        var other = await Posts.TryClaimAsync("acme-soc", Start.AddSeconds(30), Start.AddSeconds(60), default);
        Assert.Equal(2, other?.Attempts);
        await Posts.PostponeAsync(mine!, Start, default);
        Assert.Null(await Posts.TryClaimAsync("acme-soc", Start.AddSeconds(59), Start.AddSeconds(90), default));
        await Posts.PostponeAsync(other!, Start.AddSeconds(40), default);
        Assert.Null(await Posts.TryClaimAsync("acme-soc", Start.AddSeconds(39), Start.AddSeconds(90), default));
        Assert.Equal(3, (await Posts.TryClaimAsync("acme-soc", Start.AddSeconds(40), Start.AddSeconds(90), default))?.Attempts);
        await Posts.RemoveAsync(other!, default);
        Assert.Equal(2, await Posts.CountAsync(default));
    }

    [Fact]
    public async Task Queue_HoldsTheNewest()
    {
        await TakeAsync(new AlarmStep(1) { Raised = [.. Enumerable.Range(0, AlarmStore.MostPosts + 20).Select(i => AlarmOf(i, at: i))], Addressees = [new("soc", null)] });
        Assert.Equal(AlarmStore.MostPosts, await Posts.CountAsync(default));
        Assert.Equal(AlarmOf(20).Id, (await Posts.TryClaimAsync("soc", Start.AddYears(1), Start.AddYears(2), default))?.Alarm.Id);
    }

    [Fact]
    public async Task WhatIsOldOrTooMuch_IsForgotten()
    {
        await TakeAsync(new AlarmStep(1)
        {
            Histories = [new("acme", "", Start, "{}"), .. Enumerable.Range(0, 10).Select(i => new StoredHistory("acme", $"ac_{i}", Start.AddDays(i), "{}"))],
            Raised = [AlarmOf(1, at: 0), AlarmOf(2, at: 10), AlarmOf(3, at: 0)],
            Addressees = Two,
            Recorded = [AlarmOf(1).Id],
        });
        await TakeAsync(new AlarmStep(2) { Recorded = [AlarmOf(1).Id] });
        await Store.ForgetAsync(new AlarmLimits(Start.AddDays(2), 5, Start.AddMinutes(5)), default);
        var left = await Store.ReadHistoriesAsync([("acme", ""), .. Enumerable.Range(0, 10).Select(i => ("acme", $"ac_{i}"))], default);
        Assert.Equal(["", "ac_5", "ac_6", "ac_7", "ac_8", "ac_9"], left.Select(history => history.Actor).Order());
        // One that is not on record yet is kept.
        Assert.Equal([AlarmOf(2).Id, AlarmOf(3).Id], (await Store.FindAsync(new AlarmFilter(), 10, default)).Select(alarm => alarm.Id));
        Assert.Equal(2, await Posts.CountAsync(default));
    }

    private async Task TakeAsync(AlarmStep step) => Assert.True(await Store.TryTakeAsync(TurnOf(await Store.ReadStateAsync(default), "one", Start), step, default));

    private static AlarmTurn TurnOf(AlarmState state, string holder, DateTimeOffset now) => new(state, holder, now, now.AddSeconds(10));

    private static Alarm Unsigned(int i, DateTimeOffset at) => new() { Id = $"al_{i:d26}", Kind = "log_unsigned", Tenant = "operator", At = at, Cause = "old", Count = i };

    private static Alarm AlarmOf(int i, string tenant = "acme", int at = 0) => new()
    {
        Id = $"al_{i:d26}",
        Kind = "first_reveal",
        Tenant = tenant,
        At = Start.AddMinutes(at),
        Cause = "data.revealed",
        Actor = $"ac_{i}",
        Route = "crm",
        Classes = ["email"],
        Count = i,
        Record = $"{tenant}/{i + 1}",
    };
}
