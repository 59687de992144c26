using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys;

/// <summary>The key cache of a process on a clock that a test moves, with a key service that fails by key-encryption key.</summary>
internal sealed class KeyCacheHost : IAsyncDisposable
{
    internal static readonly TenantId Acme = TenantId.Parse("acme");

    private readonly ConcurrentQueue<string> _asked = new();

    private KeyCacheHost(StateHost host, FakeTimeProvider time)
    {
        (Host, Time) = (host, time);
        Service.OnUnwrap = kekId =>
        {
            _asked.Enqueue(kekId);
            var found = Failing.FirstOrDefault(pair => kekId.Contains($"kek-{pair.Key}/", StringComparison.Ordinal));
            return found.Key is null ? Task.CompletedTask : found.Value is { } failure ? Task.FromException(new KeyServiceException(failure, "By the test.")) : new TaskCompletionSource().Task;
        };
    }

    internal StateHost Host { get; }

    internal FakeTimeProvider Time { get; }

    internal WatchedKeyService Service => Host.Get<WatchedKeyService>();

    /// <summary>How the keys of a tenant fail; a null hangs.</summary>
    internal ConcurrentDictionary<string, KeyServiceFailure?> Failing { get; } = new(StringComparer.Ordinal);

    internal static async Task<KeyCacheHost> StartAsync(TempDirectory directory, Dictionary<string, string?>? settings = null, params string[] tenants)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        return new KeyCacheHost(await KeyHost.RestartWithAsync(directory, time, settings, tenants.Length == 0 ? ["acme", "globex"] : tenants), time);
    }

    /// <summary>The key-encryption keys that were asked to unwrap since the last time this was asked.</summary>
    internal List<string> TakeAsked()
    {
        var asked = new List<string>();
        while (_asked.TryDequeue(out var kekId)) asked.Add(kekId);
        return asked;
    }

    /// <summary>A generation of a tenant, held.</summary>
    internal async Task<GenerationKey> HoldAsync(string tenant)
    {
        using var lease = await Host.LeaseAsync(tenant);
        return lease.Ring.Data;
    }

    /// <summary>The code with which a tenant's keys are refused, or null.</summary>
    internal async Task<string?> RefusedAsync(string tenant)
    {
        try
        {
            (await Host.LeaseAsync(tenant)).Dispose();
            return RefusalOf(tenant)?.Reason.Code;
        }
        catch (KeyServiceException failure)
        {
            return failure.Refusal.Reason.Code;
        }
    }

    internal Refusal? RefusalOf(string tenant) => Host.Get<ITenantKeyState>().RefusalOf(TenantId.Parse(tenant));

    /// <summary>Lets seconds pass until something has come about, and tells how many.</summary>
    internal async Task<double> PassUntilAsync(Func<bool> happened)
    {
        var started = Time.GetTimestamp();
        await Eventually.IsTrueAsync(() =>
        {
            if (happened()) return true;
            Time.Advance(TimeSpan.FromSeconds(1));
            return false;
        });
        return Time.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Lets so many seconds pass, each with time for what it brings about.</summary>
    internal Task PassAsync(int seconds)
    {
        var left = seconds;
        return PassUntilAsync(() => left-- == 0);
    }

    internal static bool IsZeroed(GenerationKey key)
    {
        try
        {
            key.Tokens.Start();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    internal KekState Kek(string tenant) => Host.Get<KekStates>().All.Single(kek => kek.Tenant.Value == tenant);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
