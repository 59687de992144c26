using TenantGateway.Core.Coverage;

namespace TenantGateway.Tests.Coverage;

/// <summary>A store that a test slows down or breaks.</summary>
internal sealed class FakeCoverageStore : ICoverageStore
{
    public Exception? Fault { get; set; }

    /// <summary>What writing waits for.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public List<CoverageCount> Counts { get; } = [];

    public int Attempts { get; private set; }

    public DateOnly? Forgotten { get; private set; }

    public async ValueTask AddAsync(IReadOnlyList<CoverageCount> counts, CancellationToken cancellationToken)
    {
        Attempts++;
        if (Hold is { } hold) await hold.Task.WaitAsync(cancellationToken);
        if (Fault is { } fault) throw fault;
        Counts.AddRange(counts);
    }

    public ValueTask<IReadOnlyList<CoverageTotal>> SumAsync(DateOnly from, DateOnly to, string? route, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CoverageTotal>>(
        [
            .. Counts.Where(count => count.Day >= from && count.Day <= to && (route is null || count.Route == route)).GroupBy(count => (count.Route, count.What, count.Detail))
                .Select(same => new CoverageTotal(same.Key.Route, same.Key.What, same.Key.Detail, same.Sum(count => count.Count))),
        ]);

    public ValueTask ForgetAsync(DateOnly before, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) throw fault;
        Forgotten = before;
        return ValueTask.CompletedTask;
    }
}
