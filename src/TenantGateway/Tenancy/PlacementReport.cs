using System.Collections.Frozen;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Which tenants are pinned to a place that the settings do not have: looked at whenever the tenants or the settings are read again, and told once each.</summary>
internal sealed class PlacementReport : IDisposable
{
    private readonly ITenantDirectory _tenants;
    private readonly PlacementRules _rules;
    private readonly ILogger<PlacementReport> _logger;
    private readonly Lock _gate = new();
    private volatile FrozenSet<TenantId> _misplaced = [];

    public PlacementReport(ITenantDirectory tenants, PlacementRules rules, ILogger<PlacementReport> logger)
    {
        (_tenants, _rules, _logger) = (tenants, rules, logger);
        rules.Changed += LookAgain;
    }

    /// <summary>Those that are refused on some route for it, while all others go on.</summary>
    public IReadOnlyCollection<TenantId> Misplaced => _misplaced;

    public void LookAgain()
    {
        lock (_gate)
        {
            var found = new HashSet<TenantId>();
            foreach (var tenant in _tenants.All.Where(tenant => tenant.State is TenantState.Active or TenantState.Suspended))
            {
                if (_rules.ProblemsOf(tenant.Id, tenant.Placement) is not [var first, ..]) continue;
                found.Add(tenant.Id);
                if (!_misplaced.Contains(tenant.Id)) Log.Misplaced(_logger, tenant.Id, first.Cluster ?? tenant.Placement.Region ?? "-", first.Problem);
            }

            foreach (var tenant in _misplaced.Where(tenant => !found.Contains(tenant))) Log.PlacedAgain(_logger, tenant);
            _misplaced = found.ToFrozenSet();
        }
    }

    public void Dispose() => _rules.Changed -= LookAgain;
}
