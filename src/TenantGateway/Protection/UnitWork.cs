using Microsoft.Extensions.ObjectPool;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>What one unit needs on its way, kept from unit to unit; cleared in between, and let go where a unit was a large one.</summary>
internal sealed class UnitWork : IResettable
{
    private const int MostBytesKept = 64 * 1024;
    private const int MostSpansKept = 1024;

    public UnitScan Scan { get; } = new();

    public UnitEdits Edits { get; } = new();

    public Disclosure Disclosure { get; } = new();

    public bool TryReset()
    {
        var keep = Edits.Replacements.Length <= MostBytesKept && Scan.Spans.Length <= MostSpansKept;
        Scan.Reset();
        Edits.Reset();
        Disclosure.Reset();
        if (!keep) Edits.Dispose();
        return keep;
    }
}
