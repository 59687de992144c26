using TenantGateway.Keys.Local;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Keys;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task CreatedFromManySides_IsCreatedOnceAndNeverReplaced()
    {
        for (var round = 0; round < 50; round++)
        {
            var path = Path.Combine(_directory.Path, $"file{round}");
            using var start = new Barrier(8);
            var winners = await Task.WhenAll(Enumerable.Range(0, 8).Select(side => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return DurableFile.TryCreate(path, [(byte)side]) ? File.ReadAllBytes(path)[0] == side ? 1 : 100 : 0;
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(1, winners.Sum());
        }

        Assert.Equal(50, Directory.GetFiles(_directory.Path).Length);
    }
}
