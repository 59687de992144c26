using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>Of tenants that have neither datasets nor conversions.</summary>
internal sealed class FakeConversions : IConversions
{
    private static readonly ConversionAnswer Unknown = new(null, Reasons.UnknownConversion);

    public ValueTask<ImmutableArray<DatasetStatus>> ListAsync(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<DatasetStatus>>([]);

    public ValueTask DeclareAsync(TenantId tenant, ImmutableArray<string> names, CancellationToken cancellationToken) => throw new NotSupportedException();

    public string NewId() => "cv_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    public ValueTask<ConversionAnswer> BeginCheckAsync(string id, TenantId tenant, string dataset, ActorId actor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ConversionAnswer(null, Reasons.UnknownDataset));

    public ValueTask<ConversionAnswer> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) => ValueTask.FromResult(Unknown);

    public ValueTask<ConversionAnswer> TakeAsync(
        TenantId tenant, string id, ActorId actor, long offset, ReadOnlyMemory<byte> lines, ByteBuffer output, CancellationToken cancellationToken) => ValueTask.FromResult(Unknown);

    public ValueTask<ConversionAnswer> EndAsync(TenantId tenant, string id, ActorId actor, long bytes, CancellationToken cancellationToken) => ValueTask.FromResult(Unknown);
}
