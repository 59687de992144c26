using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys;

public sealed class TenantProvisioningTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Created_HasSignedKeysOfEveryLineAndIsKnownAtOnce()
    {
        await using var host = await KeyHost.StartAsync(_directory);
        Assert.Equal(CreateTenantOutcome.Created, await host.CreateTenantAsync("acme"));
        Assert.NotNull(host.Get<ITenantDirectory>().Find(TenantId.Parse("acme")));
        var records = await host.RecordsAsync("acme");
        Assert.Equal([KeyLine.Data, KeyLine.Lookup, KeyLine.Audit], records.Select(record => record.Line));
        Assert.All(records, record => Assert.Equal((1, 1L, GenerationState.Primary, "local:kek-acme/1"), (record.Number, record.Epoch, record.State, record.KekId)));
        Assert.Equal(3, records.Select(record => record.KeyId).Distinct().Count());
        Assert.Equal(3, records.Select(record => Convert.ToHexString(record.WrappedKey.Span)).Distinct().Count());
        using var lease = await host.LeaseAsync("acme");
        Assert.Equal(records[0].KeyId, lease.Ring.Data.KeyId);
        Assert.Equal(records[1].KeyId, lease.Ring.Lookup.KeyId);
        Assert.Equal(records[2].KeyId, lease.Ring.Audit.KeyId);
    }

    [Fact]
    public async Task CreatedAgain_KeepsItsKeys()
    {
        await using var host = await KeyHost.StartAsync(_directory);
        await host.CreateTenantAsync("acme");
        var before = await host.RecordsAsync("acme");
        Assert.Equal(CreateTenantOutcome.AlreadyExists, await host.CreateTenantAsync("acme"));
        Assert.Equal(before.Select(record => record.KeyId), (await host.RecordsAsync("acme")).Select(record => record.KeyId));
    }

    [Fact]
    public async Task CreatedFromManySides_IsCreatedOnceAndUsable()
    {
        await using var host = await KeyHost.StartAsync(_directory);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => host.CreateTenantAsync("acme"))));
        Assert.Single(outcomes, CreateTenantOutcome.Created);
        Assert.Equal(11, outcomes.Count(outcome => outcome == CreateTenantOutcome.AlreadyExists));
        Assert.Equal(3, (await host.RecordsAsync("acme")).Count);
        using var lease = await host.LeaseAsync("acme");
    }

    [Fact]
    public async Task IdOfTheOperator_IsRefused()
    {
        await using var host = await KeyHost.StartAsync(_directory);
        Assert.Equal(CreateTenantOutcome.Conflict, await host.CreateTenantAsync("operator"));
        Assert.Single(await host.RecordsAsync("operator"));
    }

    [Fact]
    public async Task KeyThatDoesNotComeBack_CreatesNothing()
    {
        await using var host = await KeyHost.StartAsync(_directory);
        host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Invalid, "lost"));
        await Assert.ThrowsAsync<KeyServiceException>(() => host.CreateTenantAsync("acme"));
        Assert.Empty(await host.Get<ITenantStore>().ListAsync(default));
    }

    [Fact]
    public async Task CreationCutOffAfterTheKek_IsFinishedWithTheSameKek()
    {
        await using var host = await KeyHost.StartAsync(_directory);
        host.Get<WatchedKeyService>().Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Unavailable, "cut off"));
        await Assert.ThrowsAsync<KeyServiceException>(() => host.CreateTenantAsync("acme"));
        var kek = await File.ReadAllBytesAsync(Path.Combine(_directory["keys"], "kek-acme.1.kek"));
        Assert.Equal(CreateTenantOutcome.Created, await host.CreateTenantAsync("acme"));
        Assert.Equal(kek, await File.ReadAllBytesAsync(Path.Combine(_directory["keys"], "kek-acme.1.kek")));
        using var lease = await host.LeaseAsync("acme");
    }

    [Fact]
    public async Task Keys_AreTheSameAfterARestart()
    {
        string before;
        await using (var host = await KeyHost.StartAsync(_directory))
        {
            await host.CreateTenantAsync("acme");
            using var lease = await host.LeaseAsync("acme");
            before = lease.Ring.Audit.PseudonymOf("iss", "sub").Value;
        }

        await using var restarted = await KeyHost.StartAsync(_directory);
        using var again = await restarted.LeaseAsync("acme");
        Assert.Equal(before, again.Ring.Audit.PseudonymOf("iss", "sub").Value);
    }
}
