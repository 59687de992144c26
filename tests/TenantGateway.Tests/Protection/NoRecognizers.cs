using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Tests.Protection;

/// <summary>Settings without a recognizer.</summary>
internal sealed class NoRecognizers : ITextRecognizers
{
    public bool IsKnown(string name) => false;

    public ValueTask<IReadOnlyList<OutsideFinding>> FindAsync(RecognizerRule rule, ReadOnlyMemory<byte> unit, UnitScan scan, CancellationToken cancellationToken) => throw new RecognizerException();
}
