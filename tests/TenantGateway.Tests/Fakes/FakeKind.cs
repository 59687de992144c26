using System.Collections.Immutable;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>A kind of operation whose plan and run a test decides.</summary>
internal sealed class FakeKind : IOperationKind
{
    private int _runs;
    private int _plans;

    public string Name => "test.deed";

    public ImmutableArray<string> Roles => ["key-admin"];

    public TimeSpan MaxLoginAge { get; set; } = TimeSpan.FromMinutes(5);

    public int Runs => _runs;

    /// <summary>What would be done, by how often it was asked before.</summary>
    public Func<int, OperationPlan> Plan { get; set; } = _ => new OperationPlan(["Something is done."]);

    public Func<CancellationToken, Task<OperationResult>> Run { get; set; } = _ => Task.FromResult(OperationResult.Done);

    public ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Plan(Interlocked.Increment(ref _plans) - 1));

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return await Run(cancellationToken);
    }
}
