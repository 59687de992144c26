using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>Two processes over one store, of which only one is told of a rotation; the other looks at the records every five seconds.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private const int PollSeconds = 5;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(RotationKind.Data, 10, 0)]
    [InlineData(RotationKind.Data, 10, 4)]
    [InlineData(RotationKind.Lookup, 10, 2)]
    [InlineData(RotationKind.Lookup, 15, 3)]
    public async Task KeyIdThatIsWrittenWith_IsKnownToBoth(RotationKind kind, int waitSeconds, int phase)
    {
        var (unknown, unsearched) = await PlayAsync(kind, waitSeconds, phase);
        Assert.Equal((0, 0), (unknown, unsearched));
    }

    /// <summary>What the wait is for: with one that is shorter than the interval, the other process meets key ids that it does not know.</summary>
    [Fact]
    public async Task WaitThatIsTooShort_IsNoticedHere()
    {
        var (unknown, unsearched) = await PlayAsync(RotationKind.Lookup, 2, 0);
        Assert.InRange(unknown, 1, 5);
        Assert.InRange(unsearched, 1, 5);
    }

    private async Task<(int Unknown, int Unsearched)> PlayAsync(RotationKind kind, int waitSeconds, int phase)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var settings = new Dictionary<string, string?> { ["Gateway:Keys:PromotionWaitSeconds"] = $"{waitSeconds}", ["Gateway:Changes:PollSeconds"] = "1" };
        await using var admin = await RotationHost.StartAsync(_directory, clock, settings);
        await admin.CreateTenantAsync("acme");
        await using var other = await RotationHost.StartAsync(_directory, clock, settings);
        var line = kind == RotationKind.Data ? KeyLine.Data : KeyLine.Lookup;
        await admin.DoAsync(kind);
        var (unknown, unsearched, written) = (0, 0, new HashSet<KeyId>());
        for (var second = 1; second <= 3 * (waitSeconds + PollSeconds); second++)
        {
            await admin.TickAsync();
            if ((second + phase) % PollSeconds == 0) await other.Get<KeyRings>().ReloadAsync(default);
            foreach (var (writer, reader) in ((RotationHost, RotationHost)[])[(admin, other), (other, admin)])
            {
                using var writing = await writer.LeaseAsync();
                var keyId = line == KeyLine.Data ? writing.Ring.Data.KeyId : writing.Ring.Lookup.KeyId;
                written.Add(keyId);
                using var reading = await reader.LeaseAsync(keyId);
                if (reading.Ring.Find(keyId) is null) unknown++;
                // A search asks for the tokens of all of these.
                if (line == KeyLine.Lookup && reading.Ring.Lookup.KeyId != keyId && !reading.Ring.Searchables.Any(key => key.KeyId == keyId)) unsearched++;
            }
        }

        Assert.Equal(2, written.Count);
        return (unknown, unsearched);
    }
}
