using System.Collections.Frozen;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Conversion;

/// <summary>
/// Seals the clear values of stored rows at the places that a route's policy names, as the route itself would have sealed them. A whole token there stays, so
/// that rows may come twice; a date or phone shape of a generation that is being rotated out becomes that of the primary one. A row in which something else stands that is no value of a person (a mask, a handle, a token that is cut) stays whole.
/// </summary>
public sealed class RowProtector
{
    private readonly RoutePlan _rows;

    private RowProtector(RoutePlan rows) => _rows = rows;

    /// <summary>Null where the service behind the route does not hold tokens: new rows would be clear beside the old ones.</summary>
    public static RowProtector? Of(RoutePlan route) => route.Policy is { Mode: not PolicyMode.Observe, Request: PlanOperation.Protect, Response: PlanOperation.Reveal, Fields.IsEmpty: false }
        // What comes from a service is sealed without asking for anybody's right to write.
        ? new RowProtector(RoutePlan.Compile(route.Policy with { Request = PlanOperation.Reveal, Response = PlanOperation.Protect, Form = [], Files = [], Unlisted = UnlistedOf(route) }, route.Limits))
        : null;

    // A table has columns that no message shows.
    private static UnlistedHandling UnlistedOf(RoutePlan route) => route.Policy.Unlisted == UnlistedHandling.Refuse ? UnlistedHandling.Pass : route.Policy.Unlisted;

    /// <summary>Writes one row.</summary>
    /// <param name="row">One JSON value, with its line end.</param>
    /// <param name="keys">The tenant's, under lease.</param>
    /// <param name="keyIds">Tells a foreign key id from an unknown one.</param>
    /// <param name="output">Takes the row; nothing where it is refused.</param>
    /// <returns>What was done; null where the row must stay as it is.</returns>
    internal Disclosure? Protect(ReadOnlySpan<byte> row, KeyRing keys, IKeyRings keyIds, ByteBuffer output)
    {
        var plan = _rows.Response;
        var scan = new UnitScan();
        plan.Carrier.Scan(row, scan);
        if (scan.Refused is not null || HoldsWhatIsNoValue(row, scan)) return null;

        using var edits = new UnitEdits();
        var disclosure = new Disclosure();
        var refusal = UnitRenderer.Render(new UnitRequest
        {
            Route = _rows,
            Plan = plan,
            Actor = Nobody(keys),
            Now = default,
            Distinct = UnboundedValues.Instance,
            Keys = keys,
            KeyIds = keyIds,
            RenewsShapes = true,
            Unit = row,
            Scan = scan,
            Edits = edits,
            Disclosure = disclosure,
        });
        if (refusal is not null) return null;
        edits.Splice(row, output);
        return disclosure;
    }

    private bool HoldsWhatIsNoValue(ReadOnlySpan<byte> row, UnitScan scan)
    {
        var scratch = Scratch.Rent(256);
        try
        {
            foreach (ref readonly var span in scan.Spans)
            {
                var text = PayloadText.Read(span.Coding, row.Slice(span.Start, span.Length), ref scratch);
                if (TokenSearch.HoldsStoredToken(text) || TokenSearch.HoldsHandle(text) || text.IndexOf(MaskMarker.Utf8) >= 0) return true;
                // The rest of a shape that was cut.
                if (_rows.Fields[span.Rule].Shape is { Shape: ValueShape.Email } && EmailShape.LiesInZone(text)) return true;
            }

            return false;
        }
        finally
        {
            scratch.Dispose();
        }
    }

    // Rights are asked of callers alone, and rows have none: this one has no right at all.
    private static Actor Nobody(KeyRing keys) => new()
    {
        Tenant = keys.Tenant,
        Id = ActorId.System,
        Roles = FrozenSet<string>.Empty,
        Scopes = FrozenSet<string>.Empty,
        AuthenticatedAt = null,
        Evidence = null,
    };
}
