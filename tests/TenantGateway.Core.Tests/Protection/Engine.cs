using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Takes one unit the whole way: scan, lease, render, splice.</summary>
internal static class Engine
{
    private static readonly TestKeyRings Rings = new();
    private static readonly Unlimited Anything = new();

    private sealed class Unlimited : IDistinctValues
    {
        public DistinctExcess? Count(in Caller caller, FieldClass fieldClass, FieldRight right, ReadOnlySpan<byte> token, DistinctLimit limit) => null;
    }

    /// <summary>What became of a unit.</summary>
    /// <param name="Reason">Why it was refused, or null.</param>
    /// <param name="Location">Where.</param>
    /// <param name="Bytes">The spliced unit; empty where it was refused.</param>
    /// <param name="Disclosure">What was counted.</param>
    public sealed record Outcome(Reason? Reason, string? Location, byte[] Bytes, Disclosure Disclosure)
    {
        /// <summary>What must be asked again.</summary>
        public FanOutSearch? FanOut { get; init; }

        /// <summary>The spliced unit as text.</summary>
        public string Text => Reason is null ? Encoding.UTF8.GetString(Bytes) : throw new InvalidOperationException($"Refused: {Reason} at {Location}");
    }

    /// <summary>A body from the actor, protected on its way to the service.</summary>
    public static Outcome Protect(RoutePlan route, string unit, TestTenant tenant, Actor? actor = null) =>
        Run(route, route.Request, unit, tenant, actor);

    /// <summary>A body from the service, rendered for the actor.</summary>
    public static Outcome Reveal(RoutePlan route, string unit, TestTenant tenant, Actor? actor = null) =>
        Run(route, route.Response, unit, tenant, actor);

    public static Outcome Query(RoutePlan route, string unit, TestTenant tenant, Actor? actor = null) =>
        Run(route, route.Query, unit, tenant, actor);

    /// <summary>A body that comes in pieces, unit by unit.</summary>
    /// <param name="pieces">As they arrive; each is handed over whole.</param>
    public static Outcome RunPieces(RoutePlan route, UnitPlan plan, UnitSplitter splitter, IEnumerable<byte[]> pieces, TestTenant tenant, Actor? actor = null)
    {
        using var output = new MemoryStream();
        var disclosure = new Disclosure();
        foreach (var piece in pieces.Append([]))
        {
            for (var rest = piece.AsSpan(); !rest.IsEmpty;)
            {
                var free = splitter.Free().Span;
                var count = Math.Min(free.Length, rest.Length);
                rest[..count].CopyTo(free);
                splitter.Advance(count);
                rest = rest[count..];
            }

            if (piece.Length == 0) splitter.Complete();
            while (splitter.TryTake(out var taken))
            {
                if (!taken.Inspect)
                {
                    output.Write(taken.Bytes.Span);
                    continue;
                }

                var outcome = Run(route, plan, taken.Bytes.ToArray(), tenant, actor);
                if (outcome.Reason is not null) return outcome;
                disclosure = outcome.Disclosure;
                output.Write(outcome.Bytes);
            }

            if (splitter.Refused is { } refused) return new Outcome(refused, null, [], disclosure);
        }

        return new Outcome(null, null, output.ToArray(), disclosure);
    }

    public static Outcome Run(RoutePlan route, UnitPlan plan, string unit, TestTenant tenant, Actor? actor = null) =>
        Run(route, plan, Encoding.UTF8.GetBytes(unit), tenant, actor);

    public static Outcome Run(RoutePlan route, UnitPlan plan, byte[] unit, TestTenant tenant, Actor? actor = null)
    {
        var scan = new UnitScan();
        var disclosure = new Disclosure();
        plan.Carrier.Scan(unit, scan);
        if (scan.Refused is { } reason)
            return new Outcome(reason, route.LocationOf(scan), [], disclosure);

        using var edits = new UnitEdits();
        using var output = new ByteBuffer(256);
        using var lease = tenant.Ring.TryLease() ?? throw new InvalidOperationException("Test keys are never retired.");
        var refusal = UnitRenderer.Render(new UnitRequest
        {
            Route = route,
            Plan = plan,
            Actor = actor ?? tenant.Agent,
            Now = DateTimeOffset.UnixEpoch,
            Distinct = Anything,
            Keys = lease.Ring,
            KeyIds = Rings,
            Unit = unit,
            Scan = scan,
            Edits = edits,
            Disclosure = disclosure,
        });
        if (refusal is not null) return new Outcome(refusal.Reason, refusal.Location, [], disclosure);
        edits.Splice(unit, output);
        Assert.Equal(edits.SplicedLength(unit.Length), output.Length);
        return new Outcome(null, null, output.Written.ToArray(), disclosure) { FanOut = edits.FanOut };
    }
}
