using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection.Canaries;

/// <summary>Takes units through the plan of a policy as traffic goes through it, for somebody who may do everything.</summary>
internal sealed class CanaryEngine : IDisposable
{
    private const string Role = "canary";

    private readonly CanaryKeys _keys = new();
    private readonly Actor _actor = new()
    {
        Tenant = CanaryKeys.Tenant,
        Id = ActorId.System,
        Roles = FrozenSet.Create(Role),
        Scopes = FrozenSet<string>.Empty,
        AuthenticatedAt = null,
        Evidence = null,
    };

    /// <param name="policy">Who may do what is left out of it: samples are to show what its other rules do.</param>
    public CanaryEngine(Policy policy)
    {
        ImmutableArray<FieldClass> classes = [.. policy.Fields.Select(rule => rule.Class).Concat(policy.Query.Select(rule => rule.Class)).Concat(policy.Form.Select(rule => rule.Class)).Distinct()];
        var all = new GrantRule(classes, [Role], []);
        Route = RoutePlan.Compile(policy with { Access = new AccessRules { Reveal = [new RevealRule(all, Form.Clear)], Write = [all], Search = [all] } });
    }

    public RoutePlan Route { get; }

    /// <returns>The unit as it would go on, or why it would not.</returns>
    public (byte[]? Output, Reason? Refused) Run(UnitPlan plan, byte[] unit)
    {
        var scan = new UnitScan();
        plan.Carrier.Scan(unit, scan);
        if (scan.Refused is { } reason) return (null, reason);
        using var edits = new UnitEdits();
        using var output = new ByteBuffer(unit.Length);
        using var lease = _keys.Lease();
        var refusal = UnitRenderer.Render(new UnitRequest
        {
            Route = Route,
            Plan = plan,
            Actor = _actor,
            Now = DateTimeOffset.UnixEpoch,
            Distinct = Uncounted.Instance,
            Keys = lease.Ring,
            KeyIds = _keys,
            Unit = unit,
            Scan = scan,
            Edits = edits,
            Disclosure = new Disclosure(),
        });
        if (refusal is not null) return (null, refusal.Reason);
        edits.Splice(unit, output);
        return (output.Written.ToArray(), null);
    }

    public void Dispose() => _keys.Dispose();

    // There is nobody who could guess.
    private sealed class Uncounted : IDistinctValues
    {
        public static readonly Uncounted Instance = new();

        public DistinctExcess? Count(in Caller caller, FieldClass fieldClass, FieldRight right, ReadOnlySpan<byte> token, DistinctLimit limit) => null;
    }
}
