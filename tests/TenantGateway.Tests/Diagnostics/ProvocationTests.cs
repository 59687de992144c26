using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Auditing;
using TenantGateway.Core.Access;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Every reason there is, provoked over real sockets: what the caller is told, what is counted, what is on record, and what is not repeated.</summary>
public sealed class ProvocationTests(ProvocationWorld fixture) : IClassFixture<ProvocationWorld>, IAsyncLifetime
{
    private static readonly string[] Usual = ["reason", "remedy", "requestId", "status", "title", "type"];

    public static TheoryData<string> Codes => [.. Provocations.All.Select(row => row.Reason.Code)];

    public Task InitializeAsync() => fixture.Provoker.Faulty.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void EveryReason_HasOneRow()
    {
        Assert.Empty(Reasons.All.Except(Provocations.All.Select(row => row.Reason)).Select(reason => reason.Code));
        Assert.Equal(Provocations.All.Length, Provocations.All.Select(row => row.Reason).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task ProvokedReason_IsToldCountedAndOnRecord(string code)
    {
        var row = Provocations.All.Single(row => row.Reason.Code == code);
        var world = row.AtLimited ? fixture.Provoker.Limited : fixture.Provoker.World;
        await FlushAsync(world);
        fixture.Logs.Clear();
        using var metrics = new MetricReader(world.Gateway.Services.GetRequiredService<IMeterFactory>());

        var answer = await row.Provoke(fixture.Provoker);

        AssertTold(row, answer);
        Assert.Equal(1, metrics[$"tenantgateway.refusals/{code}"]);
        Assert.Equal(row.Reason.IsSecurityEvent ? 1 : 0, metrics[$"tenantgateway.security_events/{code}"]);
        await AssertTraceAsync(world, row, $"{answer.Json["requestId"]}");
        Assert.Equal(row.Reason.IsSecurityEvent, fixture.Logs.Lines.Any(line => line.Contains($" 9500: Security event {code}:", StringComparison.Ordinal)));
        Assert.DoesNotContain(fixture.Logs.Lines, line => line.Contains(Provoker.Planted, StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertTold(Provocation row, Answer answer)
    {
        var reason = row.Reason;
        Assert.True((reason.Status, reason.Code) == (answer.Status, $"{answer.Json["reason"]}"), $"{answer.Status} {answer.Text}");
        Assert.Equal(row.MediaType, answer.ContentHeaders.ContentType?.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var problem = Assert.IsType<JsonObject>(answer.Json);
        Assert.Equal(Usual.Concat(row.Members).Order(StringComparer.Ordinal), problem.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            ($"urn:tenantgateway:problem:{reason.Code}", reason.Title, $"{reason.Status}", reason.Remedy, Assert.Single(answer.Headers.GetValues("X-Request-Id"))),
            ($"{problem["type"]}", $"{problem["title"]}", $"{problem["status"]}", $"{problem["remedy"]}", $"{problem["requestId"]}"));
        string[] told = ["WWW-Authenticate", "Allow", "Retry-After"];
        Assert.Equal(told.Intersect(row.Headers), told.Where(header => answer.Headers.NonValidated.Contains(header) || answer.ContentHeaders.NonValidated.Contains(header)));
        Assert.All(row.Headers, header => Assert.True(answer.Headers.NonValidated.Contains(header) || answer.ContentHeaders.NonValidated.Contains(header), header));
        Assert.DoesNotContain(Provoker.Planted, $"{answer.Text}{answer.Headers}{answer.ContentHeaders}", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task AssertTraceAsync(GatewayWorld world, Provocation row, string request)
    {
        var before = (await world.AuditAsync("operator")).Count;
        await FlushAsync(world);
        var counted = (await world.AuditAsync("operator")).Skip(before).Where(record => record["outcome"] == row.Reason.Code).Select(record => record.Leaf.GetProperty("count").GetInt64());
        Assert.Equal(row.Trace == Trace.Counted ? [1L] : [], counted);

        var denials = (await world.AuditAsync(row.Tenant)).Where(record => record["request"] == request && record["event"]?.StartsWith("access.", StringComparison.Ordinal) == true).ToList();
        if (row.Trace != Trace.Recorded) Assert.Empty(denials);
        else Assert.Equal((row.Reason.IsSecurityEvent ? "access.security_alert" : "access.denied", row.Reason.Code), (Assert.Single(denials)["event"], denials[0]["outcome"]));
    }

    /// <summary>Records the counts of refusals, as happens every minute.</summary>
    private static Task FlushAsync(GatewayWorld world) => world.Gateway.Services.GetRequiredService<AuditLog>().FlushCountsAsync();
}
