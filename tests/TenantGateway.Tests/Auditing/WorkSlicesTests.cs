using Microsoft.Extensions.Time.Testing;
using TenantGateway.Auditing.Projections;

namespace TenantGateway.Tests.Auditing;

public sealed class WorkSlicesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void WithinASlice_WorkGoesOnAtOnce()
    {
        var slices = new WorkSlices(_time);
        Assert.True(slices.GiveWayAsync().IsCompletedSuccessfully);
        _time.Advance(WorkSlices.Shortest - TimeSpan.FromTicks(1));
        Assert.True(slices.GiveWayAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task AfterASlice_WhoWaitsGoesFirstAndTheNextSliceBegins()
    {
        var order = new List<string>();
        var queue = new Queue();
        var slices = new WorkSlices(_time);
        _time.Advance(WorkSlices.Shortest);
        var work = queue.Begin(WorkAsync);
        queue.Post(_ => order.Add("who comes later"), null);
        Assert.Equal(["work begins"], order);
        queue.Run();
        await work;
        Assert.Equal(["work begins", "who waits", "work goes on", "who comes later"], order);

        async Task WorkAsync()
        {
            order.Add("work begins");
            queue.Post(_ => order.Add("who waits"), null);
            await slices.GiveWayAsync();
            Assert.True(slices.GiveWayAsync().IsCompletedSuccessfully);
            order.Add("work goes on");
        }
    }

    [Fact]
    public void WhoWaitedLong_GetsASliceThatLastsLonger()
    {
        var queue = new Queue();
        var slices = new WorkSlices(_time);
        var waited = TimeSpan.FromMilliseconds(80);
        var earned = waited / WorkSlices.MostWaited;
        queue.Do(() => WorkAsync(wait: waited));
        Assert.True(slices.GiveWayAsync().IsCompletedSuccessfully);
        _time.Advance(earned - TimeSpan.FromTicks(1));
        Assert.True(slices.GiveWayAsync().IsCompletedSuccessfully);

        // What was not waited for earns nothing.
        queue.Do(() => WorkAsync(wait: TimeSpan.Zero));
        _time.Advance(WorkSlices.Shortest);
        queue.Do(AssertGivesWayAsync);

        async Task WorkAsync(TimeSpan wait)
        {
            _time.Advance(earned);
            queue.Post(_ => _time.Advance(wait), null);
            await AssertGivesWayAsync();
        }

        async Task AssertGivesWayAsync()
        {
            var given = slices.GiveWayAsync();
            Assert.False(given.IsCompleted);
            await given;
        }
    }

    // One thread that does what is posted, in its order.
    private sealed class Queue : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public Task Begin(Func<Task> work) => Within(work);

        public void Run()
        {
            while (_posted.TryDequeue(out var next))
            {
                Within(() =>
                {
                    next.Callback(next.State);
                    return Task.CompletedTask;
                });
            }
        }

        public void Do(Func<Task> work)
        {
            var done = Begin(work);
            Run();
            Assert.True(done.IsCompletedSuccessfully);
        }

        private Task Within(Func<Task> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return work();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
