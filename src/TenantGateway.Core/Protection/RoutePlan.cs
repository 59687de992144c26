using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>A policy, compiled: one plan of operation and carriers for each direction.</summary>
public sealed class RoutePlan
{
    private readonly UnitPlan?[] _requests;
    private readonly UnitPlan?[] _responses;

    private RoutePlan(Policy policy, ContentLimits limits)
    {
        (Policy, Limits) = (policy, limits);
        Fields =
        [
            .. policy.Fields.Select(rule => FieldOf(rule.Class, rule.Mode, FieldRight.Write, rule.Selector.Text) with { Shape = rule.Shape }),
            .. policy.Query.Select(rule => FieldOf(rule.Class, TokenMode.Deterministic, FieldRight.Search, $"?{rule.Parameter}") with { TwoTokens = rule.TwoTokens }),
            .. policy.Form.Select(rule => FieldOf(rule.Class, rule.Mode, FieldRight.Write, $"form field {rule.Field}") with { Shape = rule.Shape }),
            .. ValuePlans.FieldsOf(policy, FieldOf),
            .. FoundFields.ClassesOf(policy.Recognition).Select(found => FieldOf(found, TokenMode.Randomised, FieldRight.Write, $"{found} where no rule names it") with { IsFound = true }),
        ];
        ClassesUtf8 = [.. Fields.Select(field => field.Class).Concat(policy.Classes.Select(rule => rule.Class)).Distinct().Select(known => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(known.Value))];
        Opaque = new OpaqueContent(policy);
        Access = AccessTable.Compile(policy.Access);

        Places = FieldTrie.Compile([.. policy.Fields.Select(rule => rule.Selector)], policy.Embedded, policy.Texts, policy.Plain.Paths);
        Recognition = FoundFields.Compile(policy.Recognition, Fields.Count(field => !field.IsFound));
        var request = new ContentPlan { Operation = policy.Request, FromCaller = true, Fields = Places, Limits = limits, Nulls = NullsOf(), Unlisted = policy.Unlisted, Recognition = Recognition };
        _requests = PlansOf(request);
        _responses = PlansOf(request with { Operation = policy.Response, FromCaller = false, Nulls = FrozenSet<short>.Empty });
        // Also where bodies are revealed: nothing is ever revealed into a URL, so what stands there is protected or refused.
        Query = new UnitPlan(PlanOperation.Protect, true, new QueryCarrier(Numbered(policy.Query.Select(rule => rule.Parameter), policy.Fields.Length), new UnlistedNames(policy.Plain.Parameters, request)));

        Values = new ValuePlans(policy, (short)(policy.Fields.Length + policy.Query.Length + policy.Form.Length), request);

        // Forms have no other direction, and nothing is revealed into one.
        if (!policy.TakesForms || policy.Request != PlanOperation.Protect) return;
        var fields = Numbered(policy.Form.Select(rule => rule.Field), policy.Fields.Length + policy.Query.Length);
        Parts = new PartRules(fields, policy.Files);
        var unlisted = new UnlistedNames(policy.Plain.Fields, request);
        _requests[(int)BodyFormat.Form] = new UnitPlan(request.Operation, true, new FormCarrier(fields, unlisted, request));
        _requests[(int)BodyFormat.Parts] = new UnitPlan(request.Operation, true, new PartCarrier(Parts, unlisted, request));
    }

    public Policy Policy { get; }

    /// <summary>Whether traffic passes as it is.</summary>
    public bool Observes => Policy.Mode == PolicyMode.Observe;

    /// <summary>How much one unit may hold.</summary>
    public ContentLimits Limits { get; }

    /// <summary>The rules by number: the fields of documents, then the query parameters, the fields of forms, and those of <see cref="Values"/>.</summary>
    public ImmutableArray<ProtectedField> Fields { get; }

    /// <summary>The places in documents that the policy names.</summary>
    public FieldTrie Places { get; }

    /// <summary>What is looked for where no rule names a value; null for nothing.</summary>
    public Recognition? Recognition { get; }

    /// <summary>The names of all classes that the policy knows.</summary>
    internal ImmutableArray<ReadOnlyMemory<byte>> ClassesUtf8 { get; }

    /// <summary>JSON bodies of requests.</summary>
    public UnitPlan Request => RequestOf(BodyFormat.Json) ?? throw new UnreachableException();

    /// <summary>The query of requests, whatever is done to their bodies.</summary>
    public UnitPlan Query { get; }

    /// <summary>The path, headers and cookies of requests.</summary>
    public ValuePlans Values { get; }

    /// <summary>JSON bodies of responses.</summary>
    public UnitPlan Response => ResponseOf(BodyFormat.Json) ?? throw new UnreachableException();

    /// <summary>What the parts of a form may be; null where the route takes no forms.</summary>
    public PartRules? Parts { get; }

    /// <summary>Who may see, write and search what.</summary>
    public AccessTable Access { get; }

    /// <summary>What passes in place of all that.</summary>
    public OpaqueContent Opaque { get; }

    /// <exception cref="ArgumentException">The selectors are too many or overlap in too many ways (<see cref="FieldTrie.Compile"/>).</exception>
    /// <param name="policy">Valid.</param>
    /// <param name="limits">How much a unit may hold; null for what holds where nobody says otherwise.</param>
    public static RoutePlan Compile(Policy policy, ContentLimits? limits = null) => new(policy, limits ?? ContentLimits.Default);

    /// <summary>What is done to bodies of requests of one format; null where they are refused.</summary>
    public UnitPlan? RequestOf(BodyFormat format) => _requests[(int)format];

    /// <summary>What is done to bodies of responses of one format; null where they are withheld.</summary>
    public UnitPlan? ResponseOf(BodyFormat format) => _responses[(int)format];

    private UnitPlan?[] PlansOf(ContentPlan content)
    {
        var plans = new UnitPlan?[Enum.GetValues<BodyFormat>().Length];
        plans[(int)BodyFormat.Json] = Plan(new JsonCarrier(content));
        if (Policy.Streams.Contains(StreamKind.Lines)) plans[(int)BodyFormat.Lines] = Plan(new LinesCarrier(content));
        if (Policy.Streams.Contains(StreamKind.Events) && !content.FromCaller) plans[(int)BodyFormat.Events] = Plan(new EventsCarrier(content));
        return plans;

        UnitPlan Plan(ICarrier carrier) => new(content.Operation, content.FromCaller, carrier);
    }

    private ProtectedField FieldOf(FieldClass fieldClass, TokenMode mode, FieldRight right, string location)
    {
        var rule = Policy.Classes.FirstOrDefault(rule => rule.Class == fieldClass);
        if (right == FieldRight.Search && !IsStored(fieldClass, TokenMode.Deterministic) && IsStored(fieldClass, TokenMode.Pseudonym)) mode = TokenMode.Pseudonym;
        return new ProtectedField(fieldClass, mode, right, location) { Type = rule?.Type, Canonical = rule?.Canonical ?? [], IsForbidden = rule?.IsForbidden ?? false, Shape = right == FieldRight.Search ? ShapeOf(fieldClass) : null };
    }

    // All searchable fields of a class have the same, or a search would find half.
    private ShapeRule? ShapeOf(FieldClass fieldClass) =>
        Policy.Fields.FirstOrDefault(field => field.Class == fieldClass && field.Shape is not null)?.Shape ?? Policy.Form.FirstOrDefault(field => field.Class == fieldClass && field.Shape is not null)?.Shape;

    private bool IsStored(FieldClass fieldClass, TokenMode mode) =>
        Policy.Fields.Any(field => field.Class == fieldClass && field.Mode == mode) || Policy.Form.Any(field => field.Class == fieldClass && field.Mode == mode)
        || Policy.Headers.Any(header => header.Class == fieldClass && header.Mode == mode) || Policy.Cookies.Any(cookie => cookie.Class == fieldClass && cookie.Mode == mode);

    private FrozenSet<short> NullsOf() => Enumerable.Range(0, Policy.Fields.Length).Where(rule => Access.Of(Fields[rule].Class).MayBeRemoved).Select(rule => (short)rule).ToFrozenSet();

    private static ImmutableArray<(string Name, short Rule)> Numbered(IEnumerable<string> names, int from) => [.. names.Select((name, index) => (name, (short)(from + index)))];

    /// <summary>Whether no value of a class is taken, so that none is shown either.</summary>
    internal bool IsForbidden(FieldClass fieldClass)
    {
        foreach (var rule in Policy.Classes)
        {
            if (rule.IsForbidden && rule.Class == fieldClass) return true;
        }

        return false;
    }

    /// <summary>Where a unit was refused, as the policy has it or in names that may be shown; null where nothing tells it.</summary>
    public string? LocationOf(UnitScan scan) => scan.RefusedPath ?? (scan.RefusedAt == FieldTrie.NoRule ? null : Fields[scan.RefusedAt].Location);

    /// <summary>A class by the name a token carries; a class that this policy does not know is parsed.</summary>
    internal bool TryFindClass(ReadOnlySpan<byte> name, out FieldClass fieldClass)
    {
        foreach (var field in Fields)
        {
            if (!name.SequenceEqual(field.ClassUtf8.Span)) continue;
            fieldClass = field.Class;
            return true;
        }

        return FieldClass.TryParse(Encoding.ASCII.GetString(name), out fieldClass);
    }
}

/// <summary>What is done to the units of one direction.</summary>
/// <param name="Operation">Neither operation belongs to a direction.</param>
/// <param name="FromCaller">Whether an actor's rights to write and search apply to what it holds.</param>
/// <param name="Carrier">Finds and writes the values.</param>
public sealed record UnitPlan(PlanOperation Operation, bool FromCaller, ICarrier Carrier);
