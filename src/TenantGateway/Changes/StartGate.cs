using TenantGateway.Core.State;

namespace TenantGateway.Changes;

/// <summary>Opens once and does not close again: what is lost later is the matter of whoever uses it.</summary>
internal sealed class StartGate(IEnumerable<IStartCondition> conditions) : IStartGate
{
    private readonly IStartCondition[] _conditions = [.. conditions];
    private volatile bool _isOpen;

    public string? WaitsFor
    {
        get
        {
            if (_isOpen) return null;
            var missing = _conditions.Select(condition => condition.WaitsFor).OfType<string>().ToList();
            if (missing.Count > 0) return string.Join(" and ", missing);
            _isOpen = true;
            return null;
        }
    }
}
