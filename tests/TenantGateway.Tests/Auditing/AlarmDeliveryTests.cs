using System.Net;
using System.Net.Sockets;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TenantGateway.Auditing;
using TenantGateway.Auditing.Alarms;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

/// <summary>Alarms get through once, whatever happens to receivers and processes.</summary>
public sealed class AlarmDeliveryTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ReceiverThatFails_IsGivenTheSameAlarmAgain()
    {
        await using var receiver = await AlarmReceiver.StartAsync();
        var statuses = new Queue<int>([500, 302, 200]);
        receiver.Answer = context =>
        {
            context.Response.Headers.Location = receiver.Url + "/elsewhere";
            context.Response.StatusCode = statuses.TryDequeue(out var status) ? status : 200;
            return Task.CompletedTask;
        };
        var time = new ShiftedTime();
        await using var host = await StartAsync(receiver.Settings(_directory), time);
        await AttemptAsync(host);
        await Eventually.IsTrueAsync(() => receiver.Posted.Count >= 1);
        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(() => receiver.Posted.Count >= 2);
        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(async () => await host.Get<IAlarmPosts>().CountAsync(default) == 0);
        Assert.Equal(3, receiver.Posted.Count);
        Assert.Single(receiver.Posted.Select(posted => posted.Id).Distinct());
        Assert.All(receiver.Posted, posted => Assert.True(posted.IsSigned));
        // Each attempt is signed for its own time.
        Assert.Equal(3, receiver.Posted.Select(posted => posted.Time).Distinct().Count());
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
    }

    [Fact]
    public async Task ReceiverThatDoesNotAnswer_KeepsNoOtherWaiting()
    {
        await using var slow = await AlarmReceiver.StartAsync();
        await using var other = await AlarmReceiver.StartAsync();
        slow.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var host = await StartAsync(new Dictionary<string, string?>([.. slow.Settings(_directory, "slow"), .. other.Settings(_directory, "other").Where(setting => setting.Key.Contains(":other:", StringComparison.Ordinal))]));
        await AttemptAsync(host, "ac_one");
        await AttemptAsync(host, "ac_two");
        await Eventually.IsTrueAsync(() => other.Posted.Count == 2);
        Assert.InRange(slow.Posted.Count, 0, 1);
        await Eventually.IsTrueAsync(async () => await host.Get<IAlarmPosts>().CountAsync(default) == 2);
    }

    [Fact]
    public async Task Restart_PostsWhatWaits_AndRaisesNothingTwice()
    {
        var port = FreePort();
        var time = new ShiftedTime();
        Dictionary<string, string?> settings;
        await using (var described = await AlarmReceiver.StartAsync(port)) settings = described.Settings(_directory);
        string id;
        await using (var host = await StartAsync(settings, time))
        {
            await AttemptAsync(host);
            id = (await RaisedAsync(host, 1))[0].Id;
            await Eventually.IsTrueAsync(() => host.Get<AlarmPoster>().Unreached.Any() || Step(time));
            Assert.Equal(HealthStatus.Degraded, await HealthAsync(host));
            await RecordedAsync(host);
        }

        await using var receiver = await AlarmReceiver.StartAsync(port);
        File.WriteAllText(_directory["soc.secret"], receiver.Secret);
        time.Advance(TimeSpan.FromHours(1));
        await using var again = await StartAsync(settings, time);
        await Eventually.IsTrueAsync(() => receiver.Posted.Count == 1);
        await AttemptAsync(again, "ac_other");
        Assert.Equal(2, (await RaisedAsync(again, 2)).Count);
        await Eventually.IsTrueAsync(() => receiver.Posted.Count == 2);
        Assert.Equal((id, true), (receiver.Posted.First().Id, receiver.Posted.First().IsSigned));
        await RecordedAsync(again);
        Assert.Equal(2, (await again.RowsAsync("acme")).Count(row => row.Member("event") == "alarm.cross_tenant_attempt"));

        static bool Step(ShiftedTime time)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return false;
        }
    }

    [Fact]
    public async Task TwoReplicas_CountTogetherAndRaiseOnce()
    {
        await using var receiver = await AlarmReceiver.StartAsync();
        var settings = receiver.Settings(_directory);
        settings["Gateway:Audit:Alarms:TokensLimit"] = "9";
        await using var one = await StartAsync(settings);
        await using var other = await StartAsync(settings);
        // Five and five: neither has ten.
        for (var i = 0; i < 10; i++) await CommitAsync(i % 2 == 0 ? one : other, AuditEvent.DamagedToken, "ok", "ac_one");
        await Eventually.IsTrueAsync(() => !receiver.Posted.IsEmpty);
        await RecordedAsync(one);
        var alarm = Assert.Single(await RaisedAsync(other, 1));
        Assert.Equal(("foreign_tokens", 10L), (alarm.Kind, alarm.Count));
        Assert.Single(await one.RowsAsync("acme"), row => row.Member("event") == "alarm.foreign_tokens");
        Assert.Equal(alarm.Id, Assert.Single(receiver.Posted).Id);
    }

    [Fact]
    public async Task RecordOfWhichAProcessDoesNotKnow_IsNotWrittenTwice()
    {
        var trail = (LosingTrail?)null;
        await using var host = await StateHost.StartAsync(
            _directory,
            services => services.AddSingleton<IAuditTrail>(provider => trail = new LosingTrail(provider.GetRequiredService<AuditLog>())),
            new Dictionary<string, string?> { ["Gateway:Audit:Alarms:IntervalMilliseconds"] = "50" });
        await AttemptAsync(host);
        await RaisedAsync(host, 1);
        await RecordedAsync(host);
        Assert.Equal(1, trail?.Lost);
        Assert.Single(await host.RowsAsync("acme"), row => row.Member("event") == "alarm.cross_tenant_attempt");
    }

    [Fact]
    public async Task SignerThatRefuses_IsAnAlarmOnce()
    {
        var time = new ShiftedTime();
        await using var receiver = await AlarmReceiver.StartAsync();
        await using var host = await StartAsync(new Dictionary<string, string?>(receiver.Settings(_directory)) { ["Gateway:Audit:Checkpoints:IntervalSeconds"] = "1" }, time);
        await host.CommitAsync("acme", "original");
        await host.SignAsync();
        await using (var stranger = TestDatabase.Stranger(_directory)) await stranger.ExecuteAsync("DELETE FROM audit_checkpoints");
        var alarm = (await RaisedAsync(host, 1))[0];
        Assert.Equal(("log_unsigned", "refused", "operator"), (alarm.Kind, alarm.Cause, alarm.Tenant));
        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(() => !receiver.Posted.IsEmpty);
        await RecordedAsync(host);
        Assert.Single(await host.RowsAsync("operator"), row => row.Member("event") == "alarm.log_unsigned");
        Assert.Single(await RaisedAsync(host, 1));
    }

    [Fact]
    public async Task LogThatIsNotSignedOrIndexedInTime_IsAnAlarm()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(
            new Dictionary<string, string?> { ["Gateway:Audit:Alarms:IntervalMilliseconds"] = "50", ["Gateway:Audit:Checkpoints:IntervalSeconds"] = "3600", ["Gateway:Audit:Search:IntervalMilliseconds"] = "60000" }, time);
        // Both have had their first look at the log.
        await host.CommitAsync("acme", "signed");
        await host.SignAsync();
        await Eventually.IsTrueAsync(async () => await LookedAsync(host));
        await host.CommitAsync("acme", "neither signed nor indexed");
        await Eventually.IsTrueAsync(async () =>
        {
            // Time goes by in steps that are looked at.
            time.Advance(TimeSpan.FromMinutes(2));
            await LookedAsync(host);
            return (await host.Get<IAlarmStore>().FindAsync(new AlarmFilter(), 10, default)).Count == 2;
        });
        var alarms = await RaisedAsync(host, 2);
        Assert.Equal([("log_behind", "index"), ("log_unsigned", "old")], alarms.Select(alarm => (alarm.Kind, alarm.Cause)).Order());
        Assert.All(alarms, alarm => Assert.InRange(alarm.Count ?? 0, 1, 10));
    }

    [Theory]
    [InlineData("https://soc.example/alarms", "soc.secret", "", true)]
    [InlineData("https://elsewhere.example/alarms", "soc.secret", "", false)]
    [InlineData("https://soc.example.elsewhere.example/alarms", "soc.secret", "", false)]
    [InlineData("http://soc.example/alarms", "soc.secret", "", false)]
    [InlineData("https://user@soc.example/alarms", "soc.secret", "", false)]
    [InlineData("https://soc.example/alarms", "", "", false)]
    [InlineData("https://soc.example/alarms", "soc.secret", "No Tenant", false)]
    public void Webhook_GoesToAllowedHostsOverHttps_WithASecretFromAFile(string url, string file, string tenant, bool allowed)
    {
        var options = new AlarmOptions { WebhookHosts = ["soc.example"] };
        options.Webhooks["soc"] = new AlarmWebhookOptions { Url = url, SecretFile = file.Length == 0 ? "" : _directory[file], Tenant = tenant.Length == 0 ? null : tenant };
        Assert.Equal(allowed, Validator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void UnknownKindOrName_IsRefused()
    {
        Assert.True(Validator().Validate(null, new AlarmOptions { Off = ["first_reveal"] }).Succeeded);
        Assert.False(Validator().Validate(null, new AlarmOptions { Off = ["firstreveal"] }).Succeeded);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("not base64 but long enough to be one!")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nwhsec_BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nwhsec_CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task SecretThatCannotBeUsed_KeepsTheGatewayFromStarting(string secret)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Audit:Alarms:Webhooks:soc:Url"] = "http://127.0.0.1:9/",
            ["Gateway:Audit:Alarms:Webhooks:soc:SecretFile"] = _directory["bad.secret"],
            ["Gateway:Audit:Alarms:WebhookHosts:0"] = "127.0.0.1",
        };
        await File.WriteAllTextAsync(_directory["bad.secret"], secret);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_directory["bad.secret"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(settings));
        Assert.Contains("SecretFile", refused.Message, StringComparison.Ordinal);
        if (secret.Length > 0) Assert.DoesNotContain(secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecretOpenToOthers_KeepsTheGatewayFromStarting()
    {
        await using var receiver = await AlarmReceiver.StartAsync();
        var settings = receiver.Settings(_directory);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_directory["soc.secret"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("it is open to others", (await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(settings))).Message, StringComparison.Ordinal);
    }

    private static AlarmOptionsValidator Validator() => new(new TestEnvironment());

    private Task<StateHost> StartAsync(Dictionary<string, string?> settings, TimeProvider? time = null) => AuditHost.StartAsync(_directory, time, settings);

    private static Task AttemptAsync(StateHost host, string actor = "ac_one") => CommitAsync(host, AuditEvent.SecurityAlert, "tenant_mismatch", actor);

    private static Task CommitAsync(StateHost host, AuditEvent happened, string outcome, string actor) =>
        host.Get<IAuditTrail>().CommitAsync(new AuditEntry { Event = happened, Tenant = TenantId.Parse("acme"), Outcome = outcome, Actor = new ActorId(actor) }, default).AsTask();

    private static async Task<IReadOnlyList<Alarm>> RaisedAsync(StateHost host, int count)
    {
        await Eventually.IsTrueAsync(async () => (await host.Get<IAlarmStore>().FindAsync(new AlarmFilter(), 100, default)).Count >= count);
        return await host.Get<IAlarmStore>().FindAsync(new AlarmFilter(), 100, default);
    }

    private static Task RecordedAsync(StateHost host) => Eventually.IsTrueAsync(async () => (await host.Get<IAlarmStore>().ReadUnrecordedAsync(10, default)).Count == 0 && await LookedAsync(host));

    private static async Task<bool> LookedAsync(StateHost host) => await host.Get<IAlarmStore>().ReadStateAsync(default) is var state && state.Through == state.LogSize;

    private static async Task<HealthStatus> HealthAsync(StateHost host) => (await host.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "alarms")).Status;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // As a process that dies between the record and whatever it would do next.
    private sealed class LosingTrail(IAuditTrail trail) : IAuditTrail
    {
        public int Lost { get; private set; }

        public ValueTask CommitAsync(AuditEntry entry, CancellationToken cancellationToken) => trail.CommitAsync(entry, cancellationToken);

        public async ValueTask CommitWithoutLimitAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            await trail.CommitWithoutLimitAsync(entry, cancellationToken);
            if (entry.Event != AuditEvent.CrossTenantAlarm || Lost > 0) return;
            Lost++;
            throw new IOException("The answer is lost.");
        }

        public void CountAnonymousRefusal(Reason reason) => trail.CountAnonymousRefusal(reason);
    }

    private sealed class TestEnvironment : Microsoft.Extensions.Hosting.IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
