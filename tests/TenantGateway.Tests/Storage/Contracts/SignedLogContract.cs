using TenantGateway.Core.Audit.Exports;
using TenantGateway.Tests.Auditing;
using TenantGateway.Tests.Cli;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>The whole way of the audit log over one database: two processes write and sign it, and what they export verifies offline.</summary>
public abstract class SignedLogContract : StorageContract
{
    private const int Rounds = 60;

    [Fact]
    public async Task TwoProcesses_WriteAndSignOneLogThatVerifiesOffline()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(
                one.CommitAsync("acme", $"one {round}"), other.CommitAsync("acme", $"other {round}"), one.CommitAsync("globex", "entry"), other.CommitAsync("operator", "entry"));
            if (round % 20 == 0) await Task.WhenAll(one.SignAsync(), other.SignAsync());
        }

        AuditHost.AssertChained(await one.RowsAsync("acme"));
        Assert.Equal(Rounds * 4, (await other.AssertTreeAsync()).Size);
        foreach (var (request, records) in ((AuditExportRequest, int)[])[(new("acme", null, null), 2 * Rounds), (new(null, null, null), 4 * Rounds)])
        {
            var (export, key) = await one.ExportAsync(Storage.Directory, request);
            var ran = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key, "-o", "json");
            Assert.Equal((0, ""), (ran.Exit, ran.Error));
            Assert.Equal(records, ran.OutputJson.GetProperty("records").GetInt32());
        }
    }

    private Task<StateHost> StartAsync() => StateHost.StartAsync(Storage.Directory, settings: Storage.Settings);
}
