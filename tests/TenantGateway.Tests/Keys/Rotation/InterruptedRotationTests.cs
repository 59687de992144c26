using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Keys.Local;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>A process that dies at any step of a rotation leaves records from which the next one goes on; nothing is lost and nothing done twice.</summary>
public sealed class InterruptedRotationTests : IDisposable
{
    // More steps than any rotation has: at that many the process lives to the end.
    private const int MostSteps = 60;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(RotationKind.Data, "data readable primary; lookup primary; audit primary", 8)]
    [InlineData(RotationKind.Lookup, "data primary; lookup searchable primary; audit primary", 8)]
    [InlineData(RotationKind.Compromise, "data readable primary; lookup searchable primary; audit primary", 14)]
    [InlineData(RotationKind.Kek, "data primary; lookup primary; audit primary", 14)]
    public async Task KilledAtAnyStep_IsFinishedByTheNextProcess(RotationKind kind, string end, int leastSteps)
    {
        var survived = -1;
        for (var steps = 0; survived < 0 && steps < MostSteps; steps++)
        {
            using var directory = new TempDirectory();
            if (await RunToItsDeathAsync(directory, kind, steps)) survived = steps;

            await using var next = await RotationHost.StartAsync(directory);
            await next.PromoteAsync();
            var (states, keks) = (await next.StatesAsync(), await KeksAsync(next));
            // All or nothing; asked once more where it was nothing.
            if (kind == RotationKind.Kek ? keks == "1" : states == "data primary; lookup primary; audit primary")
            {
                await next.DoAsync(kind, kind == RotationKind.Compromise ? await next.KeyIdAsync(KeyLine.Data, 1) : null);
                await next.PromoteAsync();
                (states, keks) = (await next.StatesAsync(), await KeksAsync(next));
            }

            Assert.Equal((steps, end, kind == RotationKind.Kek ? "2" : "1"), (steps, states, keks));
            Assert.Equal(kind == RotationKind.Kek ? 2 : 1, (await next.Get<IKekLifecycle>().ListVersionsAsync("kek-acme", default)).Count);
            Assert.Equal("before", await KeyRotationTests.OpenAsync(next, await File.ReadAllBytesAsync(directory["before"])));
            Assert.Equal("after", await KeyRotationTests.OpenAsync(next, await KeyRotationTests.SealAsync(next, "after")));
        }

        Assert.InRange(survived, leastSteps, MostSteps);
    }

    /// <returns>True where it was done before its time had come.</returns>
    private static async Task<bool> RunToItsDeathAsync(TempDirectory directory, RotationKind kind, int steps)
    {
        await using (var first = await RotationHost.StartWithAcmeAsync(directory)) await File.WriteAllBytesAsync(directory["before"], await KeyRotationTests.SealAsync(first, "before"));
        var doom = new Doom(steps);
        await using var doomed = await RotationHost.StartAsync(directory, services: services => services
            .AddSingleton<GenerationStore>()
            .AddSingleton<IGenerationStore>(provider => new DoomedStore(provider.GetRequiredService<GenerationStore>(), doom))
            .AddSingleton<IKeyEncryptionService>(provider => new DoomedKeyService(provider.GetRequiredService<LocalKeyEncryptionService>(), doom))
            .AddSingleton<IKekLifecycle>(provider => new DoomedKeks(provider.GetRequiredService<LocalKeyEncryptionService>(), doom)));
        try
        {
            await doomed.DoAsync(kind, kind == RotationKind.Compromise ? await doomed.KeyIdAsync(KeyLine.Data, 1) : null);
            await doomed.PromoteAsync();
            return !doom.HasStruck;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    private static async Task<string> KeksAsync(RotationHost host) =>
        string.Join(' ', (await host.RecordsAsync()).Select(record => record.KekId.Split('/')[1]).Distinct());
}
