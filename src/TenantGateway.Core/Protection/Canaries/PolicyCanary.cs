using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection.Canaries;

/// <summary>
/// Tries a policy before it comes into force: takes a sample value through each of its rules, with the engine that traffic goes through and under keys that exist for that alone.
/// Nothing of a value may remain where it is protected, and revealing must give what was there.
/// </summary>
/// <remarks>Rules that are right by themselves may be such that nothing ever comes through them: a name that is refused wherever it stands, a field that tells how a form is written.</remarks>
public sealed class PolicyCanary
{
    private readonly CanaryEngine _engine;
    private readonly Policy _policy;
    private readonly ImmutableArray<PolicyProblem>.Builder _problems = ImmutableArray.CreateBuilder<PolicyProblem>();

    private PolicyCanary(Policy policy, CanaryEngine engine) => (_policy, _engine) = (policy, engine);

    /// <param name="policy">Valid.</param>
    /// <returns>What does not come through; empty where everything does. The file of a problem is the policy's name.</returns>
    /// <exception cref="ArgumentException">The policy cannot be compiled (<see cref="RoutePlan.Compile"/>).</exception>
    public static ImmutableArray<PolicyProblem> Check(Policy policy)
    {
        using var engine = new CanaryEngine(policy);
        var canary = new PolicyCanary(policy, engine);
        canary.CheckFields();
        canary.CheckQuery();
        canary.CheckForm();
        return canary._problems.ToImmutable();
    }

    private void CheckFields()
    {
        if (PlanOf(PlanOperation.Protect) is not { } protect) return;
        var trie = FieldTrie.Compile([.. _policy.Fields.Select(rule => rule.Selector)], _policy.Embedded, _policy.Texts);
        for (var i = 0; i < _policy.Fields.Length; i++)
        {
            foreach (var sample in CanarySample.Of(_policy.Fields[i].Selector, i, trie, _engine.Route.Fields))
            {
                if (FaultOfField(protect, sample) is { } fault) Report("fields", _policy.Fields[i].Selector.Text, fault);
            }
        }
    }

    private string? FaultOfField(UnitPlan protect, CanarySample sample)
    {
        var document = Encoding.UTF8.GetBytes(sample.Document);
        var (stored, refused) = _engine.Run(protect, document);
        if (FaultOf(stored, refused, sample.Field, sample.Value) is { } fault) return fault;
        // What has no way back, or comes back in another spelling, is not compared.
        if (stored is null || sample.Field.Mode is TokenMode.Pseudonym or TokenMode.Removed || !sample.Field.Canonical.IsEmpty || PlanOf(PlanOperation.Reveal) is not { } reveal) return null;
        var (revealed, withheld) = _engine.Run(reveal, stored);
        if (revealed is null) return $"what was made of it is refused as {withheld?.Code}";
        using var before = JsonDocument.Parse(document);
        using var after = JsonDocument.Parse(revealed);
        return JsonElement.DeepEquals(before.RootElement, after.RootElement) ? null : "it does not come back as it was";
    }

    private void CheckQuery()
    {
        for (var i = 0; i < _policy.Query.Length; i++) CheckPair(_engine.Route.Query, "query", _policy.Query[i].Parameter, _policy.Fields.Length + i);
    }

    private void CheckForm()
    {
        if (_engine.Route.RequestOf(BodyFormat.Form) is not { } plan) return;
        for (var i = 0; i < _policy.Form.Length; i++) CheckPair(plan, "form", _policy.Form[i].Field, _policy.Fields.Length + _policy.Query.Length + i);
    }

    private void CheckPair(UnitPlan plan, string property, string name, int rule)
    {
        var field = _engine.Route.Fields[rule];
        var value = CanaryValue.Of(field, rule, asNumber: false);
        var (stored, refused) = _engine.Run(plan, Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value.Text)}"));
        if (FaultOf(stored, refused, field, value) is { } fault) Report(property, name, fault);
    }

    private static string? FaultOf(byte[]? stored, Reason? refused, ProtectedField field, CanaryValue value)
    {
        if (field.IsForbidden) return refused == Reasons.ForbiddenClass ? null : "it is forbidden, and is taken";
        if (stored is null) return $"it is refused as {refused?.Code}";
        return field.Type == ValueKind.Boolean || stored.AsSpan().IndexOf(Encoding.ASCII.GetBytes(value.Text.TrimStart('+'))) < 0 ? null : "it remains in the clear";
    }

    private UnitPlan? PlanOf(PlanOperation operation) =>
        _engine.Route.Request.Operation == operation ? _engine.Route.Request : _engine.Route.Response.Operation == operation ? _engine.Route.Response : null;

    private void Report(string property, string rule, string fault) =>
        _problems.Add(new PolicyProblem(_policy.Name, $"$.{property}", $"A sample value at {rule} does not come through: {fault}.", "Mend the rule, or remove it."));
}
