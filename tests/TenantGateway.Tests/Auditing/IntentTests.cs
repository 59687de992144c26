using Microsoft.Extensions.Time.Testing;
using TenantGateway.Auditing;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

public sealed class IntentTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task IntentWhoseOutcomeNeverComes_IsAnsweredByUnknown()
    {
        await using (var dying = await SignedLog.StartAsync(_directory, _time))
        {
            await CommitAsync(dying, "r-1", "intent");
            await CommitAsync(dying, "r-2", "intent");
            await CommitAsync(dying, "r-2", "ok");
        }

        await using var host = await SignedLog.StartAsync(_directory, _time);
        _time.Advance(IntentService.Patience - TimeSpan.FromMinutes(1));
        await host.CommitAsync("operator", "in between");
        Assert.DoesNotContain(await host.RowsAsync("operator"), row => row.Member("outcome") == "unknown");
        await Eventually.IsTrueAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return (await host.RowsAsync("operator")).Any(row => row.Member("outcome") == "unknown");
        });
        _time.Advance(TimeSpan.FromMinutes(30));
        await host.CommitAsync("operator", "after");
        var answer = Assert.Single(await host.RowsAsync("operator"), row => row.Member("outcome") == "unknown");
        Assert.Equal(
            ("key.data_rotated", "5003", "4", "acme", "r-1", "ac_admin", "mfa"),
            (answer.Member("event"), answer.Member("code"), answer.Member("outcomeCode"), answer.Member("subject"), answer.Member("request"), answer.Member("actor"), answer.Member("evidence")));
        AuditHost.AssertChained(await host.RowsAsync("operator"));
    }

    private static Task CommitAsync(StateHost host, string request, string outcome) => host.Get<IAuditTrail>().CommitAsync(
        new AuditEntry { Event = AuditEvent.DataKeyRotated, Tenant = TenantId.Operator, Outcome = outcome, Subject = "acme", RequestId = request, Actor = new ActorId("ac_admin"), Evidence = "mfa" },
        default).AsTask();
}
