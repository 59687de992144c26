using TenantGateway.Core.Caching;

namespace TenantGateway.Core.Tests.Caching;

public sealed class HalvedCacheTests
{
    private readonly HalvedCache<int, string> _cache = new(100);

    [Fact]
    public void MoreThanCapacity_StaysWithinIt()
    {
        for (var i = 0; i < 1000; i++) _cache.Set(i, $"{i}");

        Assert.InRange(Enumerable.Range(0, 1000).Count(i => _cache.TryGet(i, out _)), 1, 100);
    }

    [Fact]
    public void WhatIsInUse_SurvivesAFlood()
    {
        _cache.Set(-1, "in use");
        for (var i = 0; i < 1000; i++)
        {
            _cache.Set(i, $"{i}");
            Assert.True(_cache.TryGet(-1, out var value));
            Assert.Equal("in use", value);
        }
    }

    [Fact]
    public void WhatIsSetAgain_IsTheLast()
    {
        for (var i = 0; i < 1000; i++)
        {
            _cache.Set(i % 70, $"{i}");
            Assert.True(_cache.TryGet(i % 70, out var value));
            Assert.Equal($"{i}", value);
        }
    }

    [Fact]
    public void WhatIsNotThere_IsNotFound() => Assert.False(_cache.TryGet(1, out _));

    // Whoever reads while it is written and turned over sees the value of its key, or none.
    [Fact]
    public async Task ManyAtOnce_SeeNothingOfOthers()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var key = (i * (worker + 1)) % 300;
                if (_cache.TryGet(key, out var value)) Assert.Equal($"{key}", value);
                else _cache.Set(key, $"{key}");
            }
        })));
    }
}
