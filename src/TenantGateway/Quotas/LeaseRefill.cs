using Microsoft.Extensions.Options;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Quotas;

/// <summary>
/// Fills the leases that are used, in slices of time: from the pool that processes share, and where the pool does not answer with what the part of this process
/// earns. The pool is asked four times a second however many requests there are, and more often only for tenants that use up half of what is held for them sooner.
/// </summary>
internal sealed class LeaseRefill(IServiceProvider services, LeaseTimes times, QuotasMetrics metrics, TimeProvider time, ILogger<LeaseRefill> logger) : BackgroundService
{
    private readonly List<TenantLease> _used = [];
    private readonly List<TenantLease> _asking = [];
    private readonly List<PoolWant> _wants = [];
    private int _leastParts = 1;
    private int _seenParts = 1;
    private bool? _isAlone;
    private long _asked;
    private long _answered;
    private long _filledAlone;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (services.GetService<IQuotaPool>() is { } pool) await pool.LeaveAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<IQuotaPool>() is not { } pool) return;
        // Read late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var (book, quotas) = (services.GetRequiredService<LeaseBook>(), services.GetRequiredService<TenantQuotas>());
        _leastParts = services.GetRequiredService<IOptions<QuotasOptions>>().Value.Replicas ?? 1;
        // Nobody counts on this process yet: until it is answered it has its part.
        _filledAlone = time.GetTimestamp();
        (_asked, _answered) = (_filledAlone - ToTicks(times.Heartbeat), _filledAlone - ToTicks(times.Alone));
        try
        {
            while (true)
            {
                await RoundAsync(pool, book, quotas, stoppingToken);
                await Task.Delay(times.Least, time, stoppingToken);
                await book.WaitAsync((_used.Exists(lease => lease.IsLow) ? times.Slice : times.Heartbeat) - times.Least, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task RoundAsync(IQuotaPool pool, LeaseBook book, TenantQuotas quotas, CancellationToken stoppingToken)
    {
        // :: Step 1: whether it is time to ask. Where little was used it is filled up by the way.
        book.Drain(_used);
        var now = time.GetTimestamp();
        var since = time.GetElapsedTime(_asked, now);
        if (since < times.Heartbeat - times.Least && !_used.Exists(lease => lease.IsLow)) return;
        _asked = now;

        // :: Step 2: what is wanted, and what there is of it.
        CollectWants(since);
        if (await pool.TakeAsync(_wants, _leastParts, stoppingToken) is { } answer)
        {
            _answered = now;
            Share(answer, book, quotas);
        }
        else if (time.GetElapsedTime(_answered) >= times.Alone)
        {
            GoOnAlone(book);
        }

        // :: Step 3: who needs nothing any more.
        _used.RemoveAll(lease => lease.TryRest());
    }

    private void CollectWants(TimeSpan since)
    {
        _wants.Clear();
        _asking.Clear();
        foreach (var lease in _used)
        {
            var want = lease.Want(since, times.Slice);
            if (want.Tokens == 0) continue;
            _wants.Add(want);
            _asking.Add(lease);
        }
    }

    private void Share(PoolAnswer answer, LeaseBook book, TenantQuotas quotas)
    {
        for (var i = 0; i < _asking.Count; i++) _asking[i].Fill(answer.Tokens[i], _wants[i].Tokens);
        _seenParts = answer.Parts;
        var isMore = answer.Parts > book.Parts;
        book.Parts = answer.Parts;
        // The parts of those who came are taken from those who were there.
        if (isMore) quotas.Shrink();
        metrics.CountRefill("shared");
        if (_isAlone is not false) Log.QuotasShared(logger, answer.Parts);
        _isAlone = false;
    }

    private void GoOnAlone(LeaseBook book)
    {
        var parts = Math.Max(_leastParts, _seenParts);
        book.Parts = parts;
        var now = time.GetTimestamp();
        // Before that the pool filled this part too.
        var since = Math.Max(_filledAlone, _answered + ToTicks(times.Alone));
        foreach (var lease in _used) lease.FillAlone(time.GetElapsedTime(since, now));
        _filledAlone = now;
        metrics.CountRefill("alone");
        if (_isAlone is not true) Log.QuotasAlone(logger, parts);
        _isAlone = true;
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
