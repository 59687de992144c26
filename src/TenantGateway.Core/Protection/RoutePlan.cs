using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>A policy, compiled: one plan of operation and carriers for each direction.</summary>
public sealed class RoutePlan
{
    private RoutePlan(Policy policy, ImmutableArray<ProtectedField> fields, UnitPlan request, UnitPlan query, UnitPlan response)
    {
        Policy = policy;
        Fields = fields;
        Request = request;
        Query = query;
        Response = response;
        Opaque = new OpaqueContent(policy);
        Access = AccessTable.Compile(policy.Access);
    }

    public Policy Policy { get; }

    /// <summary>The rules by number: the fields of documents, then the query parameters.</summary>
    public ImmutableArray<ProtectedField> Fields { get; }

    /// <summary>JSON bodies of requests.</summary>
    public UnitPlan Request { get; }

    /// <summary>The query of requests, whatever is done to their bodies.</summary>
    public UnitPlan Query { get; }

    /// <summary>JSON bodies of responses.</summary>
    public UnitPlan Response { get; }

    /// <summary>Who may see, write and search what.</summary>
    public AccessTable Access { get; }

    /// <summary>What passes in place of all that.</summary>
    public OpaqueContent Opaque { get; }

    /// <exception cref="ArgumentException">The selectors are too many or overlap in too many ways (<see cref="FieldTrie.Compile"/>).</exception>
    public static RoutePlan Compile(Policy policy)
    {
        ImmutableArray<ProtectedField> fields =
        [
            .. policy.Fields.Select(rule => new ProtectedField(rule.Class, rule.Mode, FieldRight.Write, rule.Selector.Text)),
            .. policy.Query.Select(rule => new ProtectedField(rule.Class, TokenMode.Deterministic, FieldRight.Search, $"?{rule.Parameter}") { TwoTokens = rule.TwoTokens }),
        ];
        var trie = FieldTrie.Compile([.. policy.Fields.Select(rule => rule.Selector)]);
        var parameters = policy.Query.Select((rule, index) => (rule.Parameter, (short)(policy.Fields.Length + index))).ToImmutableArray();

        return new RoutePlan(
            policy,
            fields,
            Plan(policy.Request, fromCaller: true),
            // Also where bodies are revealed: nothing is ever revealed into a URL, so what stands there is protected or refused.
            new UnitPlan(PlanOperation.Protect, true, new QueryCarrier(parameters)),
            Plan(policy.Response, fromCaller: false));

        UnitPlan Plan(PlanOperation operation, bool fromCaller) =>
            new(operation, fromCaller, new JsonCarrier(new ContentPlan { Operation = operation, FromCaller = fromCaller, Fields = trie }));
    }

    /// <summary>A class by the name a token carries; a class that this policy does not know is parsed.</summary>
    internal bool TryFindClass(ReadOnlySpan<byte> name, out FieldClass fieldClass)
    {
        foreach (var field in Fields)
        {
            if (!name.SequenceEqual(field.ClassUtf8.Span)) continue;
            fieldClass = field.Class;
            return true;
        }

        return FieldClass.TryParse(System.Text.Encoding.ASCII.GetString(name), out fieldClass);
    }
}

/// <summary>What is done to the units of one direction.</summary>
/// <param name="Operation">Neither operation belongs to a direction.</param>
/// <param name="FromCaller">Whether an actor's rights to write and search apply to what it holds.</param>
/// <param name="Carrier">Finds and writes the values.</param>
public sealed record UnitPlan(PlanOperation Operation, bool FromCaller, ICarrier Carrier);
