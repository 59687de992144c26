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
        _time.Advance(WorkSlices.Slice - TimeSpan.FromTicks(1));
        Assert.True(slices.GiveWayAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task AfterASlice_WhoWaitsGoesFirstAndTheNextSliceBegins()
    {
        var order = new List<string>();
        var queue = new Queue();
        var slices = new WorkSlices(_time);
        _time.Advance(WorkSlices.Slice);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(queue);
        var work = WorkAsync();
        SynchronizationContext.SetSynchronizationContext(before);
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

    // One thread that does what is posted, in its order.
    private sealed class Queue : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public void Run()
        {
            while (_posted.TryDequeue(out var next))
            {
                SetSynchronizationContext(this);
                next.Callback(next.State);
                SetSynchronizationContext(null);
            }
        }
    }
}
