using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz;

/// <summary>What is promised of several carriers.</summary>
internal static class Promises
{
    /// <summary>It does not matter in which pieces something arrives.</summary>
    public static void AssertSame(Engine.Outcome whole, Engine.Outcome inPieces)
    {
        // Of two faults in one piece another may be told first.
        BrokenPromise.Unless(whole.Reason is null == inPieces.Reason is null, "pieces are refused like the whole", $"{whole.Reason} or {inPieces.Reason}");
        BrokenPromise.Unless(whole.Bytes.AsSpan().SequenceEqual(inPieces.Bytes), "pieces give the same as the whole", $"{Convert.ToBase64String(whole.Bytes)} or {Convert.ToBase64String(inPieces.Bytes)}");
    }
}
