using System.Collections.Concurrent;
using System.Collections.Immutable;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>Rotations that do what a test says, and remember what they were asked.</summary>
internal sealed class FakeKeyRotations : IKeyRotations
{
    public RotationPlan Plan { get; set; } = new() { Changes = [new GenerationChange(null, KeyLine.Data, 2, null, GenerationState.Pending, GenerationState.Primary)], Waits = true };

    /// <summary>What running throws, if anything.</summary>
    public Exception? Fault { get; set; }

    public ConcurrentQueue<RotationRequest> Planned { get; } = new();

    public ConcurrentQueue<RotationRequest> Run { get; } = new();

    public ValueTask<ImmutableArray<GenerationStatus>> ListAsync(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<GenerationStatus>>(
    [
        new()
        {
            KeyId = KeyId.Parse("aaaaab"), Line = KeyLine.Data, Number = 1, State = GenerationState.Primary, KekId = "local:kek-acme/1", Epoch = 1, IsCompromised = false,
            CreatedAt = DateTimeOffset.UnixEpoch, StateSince = DateTimeOffset.UnixEpoch, Seen = new TokensSeen(KeyId.Parse("aaaaab"), 7, new DateOnly(2026, 1, 2), new DateOnly(2026, 3, 1)),
        },
        new() { KeyId = KeyId.Parse("aaaaac"), Line = KeyLine.Data, Number = 2, State = GenerationState.Pending, KekId = "local:kek-acme/1", Epoch = 1, IsCompromised = true, PrimaryIn = TimeSpan.FromSeconds(9.2) },
    ]);

    public ValueTask<RotationPlan> PlanAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        Planned.Enqueue(request);
        return ValueTask.FromResult(Plan);
    }

    public ValueTask<RotationPlan> RunAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        Run.Enqueue(request);
        return Fault is null ? ValueTask.FromResult(Plan) : throw Fault;
    }
}
