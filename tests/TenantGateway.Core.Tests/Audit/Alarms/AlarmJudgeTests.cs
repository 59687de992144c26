using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Audit.Alarms;

/// <summary>Records as the log has them, read from their leaves, and histories as they are after a way to the database and back.</summary>
public sealed class AlarmJudgeTests
{
    private static readonly byte[] LogId = [1, 2, 3];
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, TenantHistory> _tenants = [];
    private readonly Dictionary<string, ActorHistory> _actors = [];
    private long _index;
    private DateTimeOffset _now = Start;
    private AlarmRules _rules = new() { Learning = TimeSpan.Zero };
    private long _raiseFrom;

    [Fact]
    public void TenantMismatch_IsTheAttemptOfAnActor_OnceInTheQuietTime()
    {
        var alarm = Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
        Assert.Equal(("cross_tenant_attempt", "acme", "ac_one", "tenant_mismatch", "acme/1"), (alarm.Kind, alarm.Tenant, alarm.Actor, alarm.Cause, alarm.Record));
        Assert.Equal(29, alarm.Id.Length);
        _now += TimeSpan.FromMinutes(59);
        Assert.Empty(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
        Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert) with { Actor = new ActorId("ac_other") }));
        _now += TimeSpan.FromMinutes(2);
        Assert.NotEqual(alarm.Id, Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert))).Id);
    }

    [Fact]
    public void TenantThatIsAskedFor_IsAnAttemptOfACustomer_AndAMistakeOfAnOperator()
    {
        Assert.Equal("cross_tenant_attempt", Assert.Single(Judge(Denied("unknown_tenant"))).Kind);
        Assert.Empty(Judge(Denied("unknown_tenant") with { Tenant = TenantId.Operator }));
    }

    [Fact]
    public void AttemptOfNobodyInParticular_IsQuietByTenant()
    {
        Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert) with { Actor = null }));
        Assert.Empty(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert) with { Actor = null }));
        Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert) with { Actor = null, Tenant = TenantId.Parse("globex") }));
    }

    [Fact]
    public void Tokens_AreCountedWithinAWindowThatSlides()
    {
        _rules = _rules with { TokensLimit = 10 };
        Assert.Empty(Judge(Tokens(AuditEvent.ForeignToken, 6)));
        _now += TimeSpan.FromMinutes(6);
        Assert.Empty(Judge(Tokens(AuditEvent.DamagedToken, 4)));
        _now += TimeSpan.FromMinutes(5);
        // The first six are out of the window.
        Assert.Empty(Judge(Tokens(AuditEvent.DamagedToken, 6)));
        var alarm = Assert.Single(Judge(Denied("invalid_handle", AuditEvent.SecurityAlert)));
        Assert.Equal(("foreign_tokens", "invalid_handle", 11L), (alarm.Kind, alarm.Cause, alarm.Count));
        Assert.Empty(Judge(Tokens(AuditEvent.ForeignToken, 100)));
        Assert.Empty(Judge(Tokens(AuditEvent.ForeignToken, 10) with { Tenant = TenantId.Parse("globex") }));
    }

    [Fact]
    public void ClassThatWasDenied_AndIsGivenLater_IsToldOnce()
    {
        Judge(Denied("class_search_denied") with { Subject = "email" });
        Assert.DoesNotContain(Judge(Revealed(("phone", 1))), Is(AlarmKind.DeniedThenAllowed));
        var alarm = Assert.Single(Judge(Revealed(("email", 1))), Is(AlarmKind.DeniedThenAllowed));
        Assert.Equal(["email"], alarm.Classes);
        Assert.DoesNotContain(Judge(Revealed(("email", 1))), Is(AlarmKind.DeniedThenAllowed));
    }

    [Fact]
    public void ClassThatWasGivenBefore_MayBeDeniedToWriteAndGivenOn()
    {
        Judge(Revealed(("email", 1)));
        Judge(Denied("class_write_denied") with { Subject = "email" });
        Assert.Empty(Judge(Revealed(("email", 1))));
    }

    [Fact]
    public void DenialOfLongAgo_IsNoReason()
    {
        Judge(Denied("class_search_denied") with { Subject = "email" });
        _now += TimeSpan.FromMinutes(61);
        Assert.DoesNotContain(Judge(Revealed(("email", 1))), Is(AlarmKind.DeniedThenAllowed));
    }

    [Fact]
    public void MaskOrHandle_IsNotWhatWasDenied()
    {
        Judge(Denied("class_search_denied") with { Subject = "email" });
        Assert.Empty(Judge(Revealed(("email", 1)) with { Disclosures = [new DisclosureCount(FieldClass.Parse("email"), Form.Mask, 9), new DisclosureCount(FieldClass.Parse("email"), Form.Handle, 9)] }));
    }

    [Theory]
    [InlineData("POST", "tenant.created", "intent", true)]
    [InlineData("POST", "tenant.listed", "ok", false)]
    [InlineData("POST", "tenant.created", "tenant_conflict", false)]
    [InlineData("GET", "tenant.listed", "ok", true)]
    public void RouteThatWasDenied_AndIsAllowedLater_IsTold(string method, string happened, string outcome, bool isAlarm)
    {
        Judge(Denied("role_missing") with { Route = "/admin/tenants", Subject = method });
        Assert.Empty(Judge(Entry(AuditReference.All.First(row => row.Event.Name == "key.listed").Event) with { Route = "/admin/keys" }));
        var allowed = Entry(AuditReference.All.First(row => row.Event.Name == happened).Event) with { Route = "/admin/tenants", Outcome = outcome };
        Assert.Empty(Judge(allowed with { Actor = new ActorId("ac_other") }));
        Assert.Equal(isAlarm ? 1 : 0, Judge(allowed).Count);
    }

    [Fact]
    public void OperationsAndStepUps_AreOrdinary()
    {
        Judge(Denied("role_missing") with { Route = "/admin/operations", Subject = "POST" });
        Assert.Empty(Judge(Entry(AuditEvent.OperationRequested) with { Route = "/admin/operations" }));
        Judge(Denied("insufficient_user_authentication") with { Route = "crm" });
        Assert.Empty(Judge(Entry(AuditEvent.AccessExplained) with { Route = "crm" }));
    }

    [Fact]
    public void FirstReveal_IsToldOfAnActorAndClassOnce_UntilItIsForgotten()
    {
        var alarm = Assert.Single(Judge(Revealed(("email", 2), ("phone", 1))));
        Assert.Equal(("first_reveal", 3L), (alarm.Kind, alarm.Count));
        Assert.Equal(["email", "phone"], alarm.Classes ?? []);
        Assert.Empty(Judge(Revealed(("email", 1))));
        Assert.Equal(["name"], Assert.Single(Judge(Revealed(("email", 1), ("name", 1)))).Classes ?? []);
        Assert.Single(Judge(Revealed(("email", 1)) with { Actor = new ActorId("ac_other") }));
        _now += TimeSpan.FromDays(90);
        Assert.Empty(Judge(Revealed(("email", 1))));
        _now += TimeSpan.FromDays(91);
        Assert.Single(Judge(Revealed(("email", 1))));
    }

    [Fact]
    public void NewTenant_IsLearntFirst()
    {
        _rules = _rules with { Learning = TimeSpan.FromDays(7) };
        Assert.Empty(Judge(Revealed(("email", 1))));
        _now += TimeSpan.FromDays(6);
        Assert.Empty(Judge(Revealed(("phone", 1))));
        _now += TimeSpan.FromDays(1);
        Assert.Empty(Judge(Revealed(("email", 1), ("phone", 1))));
        Assert.Single(Judge(Revealed(("name", 1))));
    }

    [Fact]
    public void Volume_IsMeasuredByTheActorsOwnDays()
    {
        _rules = _rules with { Off = [AlarmKind.FirstReveal], VolumeFloor = 100, VolumeFactor = 5 };
        // 40 a day is usual; one wild day among them does not make it usual.
        foreach (var values in (int[])[40, 40, 100, 40, 40])
        {
            Assert.Empty(Judge(Revealed(("email", values))));
            _now += TimeSpan.FromDays(1);
        }

        Assert.Empty(Judge(Revealed(("email", 200))));
        var alarm = Assert.Single(Judge(Revealed(("email", 1))));
        Assert.Equal(("reveal_volume", 201L, 40L), (alarm.Kind, alarm.Count, alarm.Usual));
        Assert.Empty(Judge(Revealed(("email", 5000))));
        // On the next day again: what is usual has not changed by it.
        _now += TimeSpan.FromDays(1);
        Assert.Single(Judge(Revealed(("email", 201))));
    }

    [Fact]
    public void Volume_BelowTheFloorIsNone_WhoeverItIs()
    {
        _rules = _rules with { Off = [AlarmKind.FirstReveal], VolumeFloor = 100 };
        for (var day = 0; day < 3; day++)
        {
            Assert.Empty(Judge(Revealed(("email", 1))));
            _now += TimeSpan.FromDays(1);
        }

        Assert.Empty(Judge(Revealed(("email", 100))));
        Assert.Equal((101L, 1L), Assert.Single(Judge(Revealed(("email", 1)))) is var alarm ? (alarm.Count, alarm.Usual) : default);
    }

    [Fact]
    public void Volume_OfWhoeverIsNew_IsMeasuredByTheFloor()
    {
        _rules = _rules with { Off = [AlarmKind.FirstReveal], VolumeFloor = 100, VolumeFactor = 5 };
        Assert.Empty(Judge(Revealed(("email", 500))));
        var alarm = Assert.Single(Judge(Revealed(("email", 1))));
        Assert.Equal((501L, null), (alarm.Count, alarm.Usual));
    }

    [Fact]
    public void MonthsOfOrdinaryWork_RaiseNothingButThatSomebodyIsNew()
    {
        _rules = new AlarmRules();
        var raised = new List<Alarm>();
        // 90 days of twelve people: more and less to do, days off, mistakes, logins that are too old, and a colleague who comes on the fortieth.
        for (var day = 0; day < 90; day++)
        {
            foreach (var person in Enumerable.Range(0, 12).Where(person => (day + person) % 7 < 5 && (person != 11 || day >= 40)))
            {
                var actor = new ActorId($"ac_{person}");
                for (var look = 0; look < 3 + ((day * 7) + (person * 5)) % 17; look++) raised.AddRange(Judge(Revealed(("email", 50), ("name", 50), ("phone", 20 + look)) with { Actor = actor }));
                if (day % 5 == person % 5) raised.AddRange(Judge(Denied("class_write_denied") with { Actor = actor, Subject = "email" }));
                if (day % 9 == person % 9) raised.AddRange(Judge(Denied("insufficient_user_authentication") with { Actor = actor, Route = "crm" }));
                if (day % 30 == person) raised.AddRange(Judge(Denied("masked_value") with { Actor = actor }).Concat(Judge(Tokens(AuditEvent.DamagedToken, 2) with { Actor = actor })));
                raised.AddRange(Judge(Revealed(("email", 1)) with { Actor = actor }));
            }

            _now += TimeSpan.FromDays(1);
        }

        Assert.Equal(("first_reveal", "ac_11"), Assert.Single(raised) is var only ? (only.Kind, only.Actor) : default);
    }

    [Fact]
    public void WhatIsOff_IsLearntAllTheSame()
    {
        _rules = _rules with { Off = [.. AlarmKind.All] };
        Assert.Empty(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
        Assert.Empty(Judge(Revealed(("email", 1))));
        _rules = _rules with { Off = [] };
        Assert.Empty(Judge(Revealed(("email", 1))));
        Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
    }

    [Fact]
    public void RecordsOlderThanAlarms_AreOnlyLearntFrom()
    {
        _raiseFrom = 2;
        Assert.Empty(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
        Assert.Empty(Judge(Revealed(("email", 1))));
        Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
        Assert.Equal("phone", Assert.Single(Judge(Revealed(("email", 1), ("phone", 1)))).Classes?[0]);
    }

    [Fact]
    public void SameRecordsAfterTheSameHistories_RaiseTheSameAlarms()
    {
        var first = Judge(Revealed(("email", 1)));
        _tenants.Clear();
        _actors.Clear();
        _index = 0;
        Assert.Equal(first.Select(alarm => alarm.Id), Judge(Revealed(("email", 1))).Select(alarm => alarm.Id));
        Assert.NotEqual(Alarm.IdOf(LogId, AlarmKind.FirstReveal, "acme", 0), Alarm.IdOf(new byte[] { 1, 2, 4 }, AlarmKind.FirstReveal, "acme", 0));
    }

    [Fact]
    public void Flood_IsCutForTheTenantItIsAboutAlone()
    {
        var judge = new AlarmJudge(_rules, LogId, 0);
        var history = new TenantHistory();
        for (var i = 0; i < 100; i++) judge.Judge(Read(Denied("tenant_mismatch", AuditEvent.SecurityAlert) with { Actor = new ActorId($"ac_{i}") }), history, new ActorHistory());
        Assert.Equal((TenantHistory.MostInAnHour, 40), (judge.Raised.Count, judge.Suppressed));
        judge.Judge(Read(Denied("tenant_mismatch", AuditEvent.SecurityAlert) with { Tenant = TenantId.Parse("globex") }), new TenantHistory(), new ActorHistory());
        Assert.Equal(TenantHistory.MostInAnHour + 1, judge.Raised.Count);
    }

    [Fact]
    public void History_StaysSmallWhateverAnActorDoes()
    {
        for (var i = 0; i < 500; i++)
        {
            Judge(Denied("role_missing") with { Route = $"/admin/{i}", Subject = "GET" });
            Judge(Revealed(($"class-{i}", 1)));
            _now += TimeSpan.FromHours(7);
        }

        Assert.InRange(JsonSerializer.Serialize(_actors["ac_one"]).Length, 1, 8192);
        Assert.InRange(JsonSerializer.Serialize(_tenants["acme"]).Length, 1, 2048);
    }

    [Fact]
    public void ClockThatWasWrongForAMoment_SilencesNothing()
    {
        _rules = _rules with { Learning = TimeSpan.FromDays(7), TokensLimit = 5 };
        _now += TimeSpan.FromDays(5000);
        Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
        Judge(Tokens(AuditEvent.ForeignToken, 5));
        _now = Start;
        Assert.Single(Judge(Denied("tenant_mismatch", AuditEvent.SecurityAlert)));
        Assert.Empty(Judge(Tokens(AuditEvent.ForeignToken, 5)));
        _now += TimeSpan.FromDays(8);
        Assert.Single(Judge(Revealed(("email", 1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"tenant":1,"event":"x","time":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"tenant":"acme","event":"x","time":"yesterday"}""")]
    [InlineData("""{"tenant":"acme","event":"x","time":"2026-01-01T00:00:00Z","given":[{"form":"clear","class":"email","count":"many"}]}""")]
    public void WhatIsNoRecord_IsPassedOver(string leaf) => Assert.False(AlarmRecord.TryRead(System.Text.Encoding.UTF8.GetBytes(leaf), 0, out _));

    private IReadOnlyList<Alarm> Judge(AuditEntry entry)
    {
        var judge = new AlarmJudge(_rules, LogId, _raiseFrom);
        var record = Read(entry);
        var tenant = Through(_tenants.GetValueOrDefault(record.Tenant) ?? new TenantHistory());
        var actor = record.Actor is null ? null : Through(_actors.GetValueOrDefault(record.Actor) ?? new ActorHistory());
        judge.Judge(record, tenant, actor);
        _tenants[record.Tenant] = tenant;
        if (record.Actor is not null && actor is not null) _actors[record.Actor] = actor;
        return judge.Raised;
    }

    private AlarmRecord Read(AuditEntry entry)
    {
        var leaf = AuditLeaf.Encode(entry, new AuditPlace(_index + 1, null, _now, null));
        return AlarmRecord.TryRead(leaf, _index++, out var record) ? record : throw new InvalidDataException("It is no record.");
    }

    private static T Through<T>(T history) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(history)) ?? throw new InvalidDataException();

    private static Predicate<Alarm> Is(AlarmKind kind) => alarm => alarm.Kind == kind.Name;

    private static AuditEntry Entry(AuditEvent happened) => new() { Event = happened, Tenant = TenantId.Parse("acme"), Outcome = "ok", Actor = new ActorId("ac_one") };

    private static AuditEntry Denied(string reason, AuditEvent? happened = null) => Entry(happened ?? AuditEvent.AccessDenied) with { Outcome = reason };

    private static AuditEntry Tokens(AuditEvent happened, int count) => Entry(happened) with { Count = count };

    private static AuditEntry Revealed(params (string Class, int Count)[] given) =>
        Entry(AuditEvent.DataRevealed) with { Route = "crm", Disclosures = [.. given.Select(item => new DisclosureCount(FieldClass.Parse(item.Class), Form.Clear, item.Count))] };
}
