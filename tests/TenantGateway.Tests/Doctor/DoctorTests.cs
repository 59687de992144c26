using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Doctor;
using TenantGateway.Storage.Files;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.Redis;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Doctor;

/// <summary>A running gateway examines itself: green where all is well, and each check red for a real cause.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task HealthyGateway_IsGreenInEveryLine()
    {
        await using var world = await DoctorWorld.StartAsync();

        var report = await world.ExamineAsync();

        Assert.Empty(report.Lines.Where(line => line.Status != "green").Select(line => line.ToText()));
        Assert.Equal(("green", 0), (report.Status, report.ExitCode()));
        Assert.Equal(
            ["configuration", "database", "disk", "redis", "keys", "issuers", "clock", "certificates", "audit", "checkpoints", "projections"],
            report.Lines.Select(line => line.Check).Distinct());
        Assert.Matches("^signed, wrapped and unwrapped with [1-9][0-9]* of [1-9][0-9]* key-encryption keys$", report.Only("keys").Finding);
    }

    [Fact]
    public async Task Tgw_PrintsTheLinesOfTheAdminPlane()
    {
        await using var world = await DoctorWorld.StartAsync();
        var token = await world.TokenAsync("admin@operator");
        var (address, patience) = (world.AdminPlane.ToString(), TimeSpan.FromSeconds(30));

        var ran = await Tgw.RunAsync(address, token, patience, "doctor");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("green   configuration  all settings are valid [configuration_valid]", ran.Output, StringComparison.Ordinal);
        var json = await Tgw.RunAsync(address, token, patience, "doctor", "--output", "json");
        Assert.Equal("green", json.OutputJson.GetProperty("status").GetString());

        await world.ChangeAsync("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_future.sql', '2030-01-01')");
        var red = await Tgw.RunAsync(address, token, patience, "doctor");
        Assert.Equal(7, red.Exit);
        Assert.Contains("red     database       it holds 9999_future.sql, which this version does not know [database_newer] do: ", red.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemberOfATenant_IsNotTold()
    {
        await using var world = await DoctorWorld.StartAsync();
        using var request = TenantGateway.Tests.Demo.LoopbackClient.Request(HttpMethod.Get, "/admin/doctor");
        request.Headers.Add("Authorization", $"Bearer {await world.TokenAsync("agent@acme")}");

        Assert.NotEqual(HttpStatusCode.OK, (await world.Admin.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task PendingMigration_IsNamedAndWhatReadsTheDatabaseWaits()
    {
        await using var world = await DoctorWorld.StartAsync();
        await world.ChangeAsync("DELETE FROM SchemaVersions WHERE ScriptName = '0100_coverage.sql'");

        var report = await world.ExamineAsync();

        Assert.Equal(("red", "database_pending", "missing: 0100_coverage.sql"), Shown(report.Only("database")));
        foreach (var check in (string[])["keys", "checkpoints", "projections"]) Assert.Equal("not_examined", report.Only(check).Code);
    }

    [Theory]
    [InlineData(1L << 30, "yellow", "disk_low")]
    [InlineData(100L << 20, "red", "disk_full")]
    public async Task LittleRoom_IsTold(long free, string status, string code)
    {
        await using var world = await DoctorWorld.StartAsync(services: added => added.AddSingleton<VolumeReader>(new DoctorWorld.Volume(free)));

        Assert.Equal((status, code), Status((await world.ExamineAsync()).Only("disk")));
    }

    [Fact]
    public async Task DeadRedis_IsRed()
    {
        await using var world = await DoctorWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Redis:Endpoints:0"] = "127.0.0.1:1", ["Gateway:Redis:Tls"] = "false", ["Gateway:Quotas:Replicas"] = "1" });

        Assert.Equal(("red", "redis_unreachable"), Status((await world.ExamineAsync()).Only("redis")));
    }

    [RedisFact]
    public async Task Redis_IsGreenAndRedWhenItHangs()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var world = await DoctorWorld.StartAsync(RedisSettings.Of(redis));

        Assert.Equal(("green", "redis_reachable"), Status((await world.ExamineAsync()).Only("redis")));
        await redis.PauseAsync();
        Assert.Equal(("red", "redis_unreachable"), Status((await world.ExamineAsync()).Only("redis")));
        await redis.ResumeAsync();
    }

    [Fact]
    public async Task Issuers_AreToldOneByOne()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var world = await DoctorWorld.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Issuers:1:Issuer"] = "http://127.0.0.1:1/",
            ["Gateway:Issuers:1:DataAudience"] = "https://one.example",
            ["Gateway:Issuers:2:Issuer"] = $"http://{silent.LocalEndpoint}/",
            ["Gateway:Issuers:2:DataAudience"] = "https://two.example",
        });
        // The name it has for itself is another.
        await using var other = await DoctorWorld.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Issuers:1:Issuer"] = "http://127.0.0.1:1/",
            ["Gateway:Issuers:1:MetadataAddress"] = $"{world.Issuer}.well-known/openid-configuration",
            ["Gateway:Issuers:1:DataAudience"] = "https://one.example",
        });
        var started = Stopwatch.GetTimestamp();

        var lines = (await world.ExamineAsync()).Of("issuers");

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15));
        Assert.Equal(3, lines.Count);
        Assert.Equal("issuer_usable", lines.Single(line => line.Finding.StartsWith($"{world.Issuer}: ", StringComparison.Ordinal)).Code);
        Assert.Equal(("red", "issuer_unreachable", "http://127.0.0.1:1/: ConnectionError"), Shown(lines.Single(line => line.Finding.Contains(":1/", StringComparison.Ordinal))));
        Assert.Equal(("red", "issuer_unreachable", $"http://{silent.LocalEndpoint}/: no answer in time"), Shown(lines.Single(line => line.Finding.EndsWith("in time", StringComparison.Ordinal))));
        Assert.Equal(
            ("red", "issuer_invalid", "http://127.0.0.1:1/: The metadata names another issuer than the configured one."),
            Shown((await other.ExamineAsync()).Of("issuers").Single(line => line.Status == "red")));
    }

    [Theory]
    [InlineData(20, "yellow", "clock_drifting")]
    [InlineData(45, "red", "clock_wrong")]
    public async Task SkewedClock_IsToldByTheIssuersDate(int seconds, string status, string code)
    {
        var time = new ShiftedTime();
        await using var world = await DoctorWorld.StartAsync(time: time);
        time.Advance(TimeSpan.FromSeconds(seconds));

        var line = (await world.ExamineAsync()).Only("clock");

        Assert.Equal((status, code), Status(line));
        Assert.Matches($"^{world.Issuer} is [0-9.]+ s behind this machine, give or take [0-9.]+ s; tokens are allowed 30 s$", line.Finding);
    }

    [Theory]
    [InlineData(90, "green", "certificate_valid")]
    [InlineData(15, "yellow", "certificate_ends_soon")]
    [InlineData(3, "red", "certificate_ending")]
    public async Task Certificate_IsToldByTheDaysThatAreLeft(int days, string status, string code)
    {
        await using var world = await TlsWorld.StartAsync(pki =>
        {
            var (certificate, key) = pki.Write("dated", pki.Issue(["dated.localhost"], validDays: days));
            return new() { ["Gateway:Tls:Certificates:3:Certificate"] = certificate, ["Gateway:Tls:Certificates:3:Key"] = key };
        });

        var line = (await world.World.ExamineAsync()).Of("certificates").Single(line => line.Finding.StartsWith("Gateway:Tls:Certificates:3: in force until ", StringComparison.Ordinal));
        Assert.Equal((status, code), Status(line));
    }

    [Fact]
    public async Task SpoiledCertificate_IsRed()
    {
        await using var world = await TlsWorld.StartAsync();
        await File.WriteAllTextAsync(world.CertificateFile, "nothing");
        world.Look();

        Assert.Contains((await world.World.ExamineAsync()).Of("certificates"), line => line.Code == "certificate_unusable");
    }

    [Fact]
    public async Task TrailThatCannotBeWritten_IsRed()
    {
        await using var world = await FaultyWorld.StartAsync();
        Assert.Equal(("green", "audit_written"), Status((await world.World.ExamineAsync()).Only("audit")));
        world.Audit.Broken = AuditEvent.DataRevealed;
        await world.SendAsync("agent@acme", HttpMethod.Post, "partner/x", """{"email":"zebulona@example.org"}""");

        Assert.Equal(("red", "audit_not_written", "the last write failed"), Shown((await world.World.ExamineAsync()).Only("audit")));
    }

    [Fact]
    public async Task IndexThatCannotBeFed_IsYellow()
    {
        await using var world = await DoctorWorld.StartAsync();
        await world.ChangeAsync("CREATE TRIGGER broken BEFORE UPDATE ON audit_index_state BEGIN SELECT RAISE(ABORT, 'broken by the test'); END");
        await world.SendAsync("agent@acme", HttpMethod.Get, "/crm/contacts", host: "globex.localhost");

        await Eventually.IsTrueAsync(async () => Status((await world.ExamineAsync()).Only("projections")) == ("yellow", "audit_behind"), "the index is told");
    }

    [Fact]
    public async Task WhoAsksMeanwhile_GetsTheSameReport()
    {
        await using var world = await DoctorWorld.StartAsync();
        var (one, other) = (world.ExamineAsync(), world.ExamineAsync());

        Assert.Same(await one, await other);
    }

    private static (string Status, string Code) Status(DoctorLine line) => (line.Status, line.Code);

    private static (string Status, string Code, string Finding) Shown(DoctorLine line) => (line.Status, line.Code, line.Finding);
}
