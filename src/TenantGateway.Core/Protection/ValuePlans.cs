using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>What is done to values in the path, in headers and in cookies of requests. Nothing is ever revealed there.</summary>
public sealed class ValuePlans
{
    internal ValuePlans(Policy policy, short first, ContentPlan request)
    {
        var plan = request with { Operation = PlanOperation.Protect };
        var headers = first + policy.Path.Length;
        var cookies = headers + policy.Headers.Length;
        if (!policy.Path.IsEmpty) Path = Plan(new PathCarrier([.. policy.Path.Select((rule, i) => (rule.Template, (short)(first + i)))], plan));
        Headers = [.. policy.Headers.Select((rule, i) => new ValuePlan(rule.Name, Plan(ValueCarrier.ForHeader((short)(headers + i), rule.Encoding, plan))))];
        Cookies = [.. policy.Cookies.Select((rule, i) => new ValuePlan(rule.Name, Plan(ValueCarrier.ForCookie((short)(cookies + i), rule.Encoding, plan))))];
    }

    /// <summary>Null where no segment is a value.</summary>
    public UnitPlan? Path { get; }

    public ImmutableArray<ValuePlan> Headers { get; }

    public ImmutableArray<ValuePlan> Cookies { get; }

    /// <summary>The rules in the order of their numbers.</summary>
    /// <param name="policy">Whose rules.</param>
    /// <param name="make">Makes a field, with what the policy says of its class.</param>
    internal static IEnumerable<ProtectedField> FieldsOf(Policy policy, Func<FieldClass, TokenMode, FieldRight, string, ProtectedField> make) =>
    [
        .. policy.Path.Select(rule => make(rule.Class, TokenMode.Deterministic, FieldRight.Search, $"path {rule.Template.Text}") with { TwoTokens = rule.TwoTokens }),
        .. policy.Headers.Select(rule => make(rule.Class, rule.Mode, rule.Use == ValueUse.Search ? FieldRight.Search : FieldRight.Write, $"header {rule.Name}") with { TwoTokens = rule.TwoTokens }),
        .. policy.Cookies.Select(rule => make(rule.Class, rule.Mode, FieldRight.Write, $"cookie {rule.Name}")),
    ];

    private static UnitPlan Plan(ICarrier carrier) => new(PlanOperation.Protect, true, carrier);
}

/// <summary>What is done to the value of one name.</summary>
public sealed record ValuePlan(string Name, UnitPlan Plan);
