using System.Diagnostics;
using System.Globalization;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Cli.Trials;

/// <summary>
/// Takes messages the way that the gateway takes them, under keys that exist for the trial alone. What a route reveals is sealed first, as its service would hold it.
/// </summary>
internal sealed class PolicyTrial(Policy policy, Actor actor, string? purpose, DateTimeOffset now) : IDisposable
{
    private readonly TrialKeys _keys = new();
    private readonly RoutePlan _route = RoutePlan.Compile(policy);

    // What a service holds was sealed by whoever wrote it: no rights are asked.
    private readonly RoutePlan _stored = RoutePlan.Compile(policy with { Request = PlanOperation.Reveal, Response = PlanOperation.Protect, Form = [], Files = [] });

    private readonly List<TrialValue> _values = [];
    private readonly StringBuilder _sketch = new();

    /// <summary>Tries one message.</summary>
    /// <param name="body">All of it.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="isResponse">Whether it is what a service answers.</param>
    public TrialOutcome TryBody(ReadOnlySpan<byte> body, BodyFormat format, bool isResponse)
    {
        if ((isResponse ? _route.ResponseOf(format) : _route.RequestOf(format)) is not { } plan) return Outcome(new TrialRefusal(Reasons.UnsupportedMediaType, null, null));
        if (format != BodyFormat.Lines) return Outcome(Take(body, plan, format, null));
        for (var line = 1; !body.IsEmpty; line++)
        {
            var unit = LineBuffer.Cut(ref body);
            if (!JsonLine.IsBlank(unit) && Take(unit, plan, format, line) is { } refusal) return Outcome(refusal);
        }

        return Outcome(null);
    }

    /// <summary>Tries a query, without its question mark.</summary>
    public TrialOutcome TryQuery(ReadOnlySpan<byte> query) => Outcome(Take(query, _route.Query, BodyFormat.Form, null));

    public void Dispose() => _keys.Dispose();

    private TrialOutcome Outcome(TrialRefusal? refusal)
    {
        var outcome = new TrialOutcome([.. _values], _sketch.ToString(), refusal);
        _values.Clear();
        _sketch.Clear();
        return outcome;
    }

    private TrialRefusal? Take(ReadOnlySpan<byte> unit, UnitPlan plan, BodyFormat format, int? line)
    {
        if (plan.Operation == PlanOperation.Protect) return Render(unit, _route, plan, format, line, out _);
        return _stored.ResponseOf(format) is not { } stored
            ? new TrialRefusal(Reasons.UnsupportedMediaType, null, line)
            : Render(unit, _stored, stored, format, line, out var held) ?? Render(held, _route, plan, format, line, out _);
    }

    private TrialRefusal? Render(ReadOnlySpan<byte> unit, RoutePlan route, UnitPlan plan, BodyFormat format, int? line, out byte[] rendered)
    {
        rendered = [];
        // :: Step 1: the values
        var scan = new UnitScan();
        plan.Carrier.Scan(unit, scan);
        if (scan.Refused is { } reason) return new TrialRefusal(reason, route.LocationOf(scan), line);

        // :: Step 2: what becomes of them
        using var lease = _keys.Lease();
        using var edits = new UnitEdits();
        using var output = new ByteBuffer(unit.Length);
        var refusal = UnitRenderer.Render(new UnitRequest
        {
            Route = route,
            Plan = plan,
            Actor = actor,
            Purpose = route.Access.AcceptPurpose(purpose, actor),
            Now = now,
            Distinct = UnboundedValues.Instance,
            Keys = lease.Ring,
            KeyIds = _keys,
            Unit = unit,
            Scan = scan,
            Edits = edits,
            Disclosure = new Disclosure(),
        });
        if (refusal is not null) return new TrialRefusal(refusal.Reason, refusal.Location, line);
        edits.Splice(unit, output);
        rendered = output.Written.ToArray();

        // :: Step 3: what is told of it; what a caller gets is told where it is sealed, and never shown
        if (plan.Operation == PlanOperation.Reveal) return null;
        foreach (ref readonly var span in scan.Spans)
        {
            if (span.Rule != FieldTrie.NoRule && span.Kind != FieldSpanKind.Null) _values.Add(Describe(route, span, edits, line));
        }

        _sketch.Append(TrialSketch.Of(rendered, format, _keys));
        return null;
    }

    private TrialValue Describe(RoutePlan route, in FieldSpan span, UnitEdits edits, int? line)
    {
        var field = route.Fields[span.Rule];
        var replacement = edits.ReplacementAt(span.Start).Trim((byte)'"');
        var (kind, length) = KindOf(field, replacement);
        var becomes = ReferenceEquals(route, _stored)
            ? _route.Access.Of(field.Class).FormFor(new Caller(actor, _route.Access.AcceptPurpose(purpose, actor), now)).Form switch
            {
                _ when !actor.Kind.BearsToken() => "withheld",
                Form.Clear => "given in the clear",
                Form.Mask => "given masked",
                Form.Remove => "not given",
                _ => "given as a handle",
            }
            : field.Mode == TokenMode.Removed ? "nothing"
            : length == 0 ? "left as it is"
            : string.Create(CultureInfo.InvariantCulture, $"{kind} of {length} characters");
        return new TrialValue(line, field.Location, field.Class.Value, WordOf(field.Mode), becomes, length);
    }

    private static (string Kind, int Length) KindOf(ProtectedField field, ReadOnlySpan<byte> replacement)
    {
        if (field.Mode == TokenMode.Pseudonym) return ("a pseudonym", replacement.Length);
        if (TokenHeader.TryRead(replacement, out var header)) return ("a token", header.TokenLength);
        if (field.Shape is not { } rule || replacement.IsEmpty) return ("", 0);
        // Signs of an address or number are escaped in queries and forms.
        var shape = Uri.UnescapeDataString(Encoding.ASCII.GetString(replacement));
        return (rule.Shape switch { ValueShape.Email => "an email shape", ValueShape.Date => "a date shape", ValueShape.Phone => "a phone shape", _ => throw new UnreachableException() }, shape.Length);
    }

    private static string WordOf(TokenMode mode) => mode switch
    {
        TokenMode.Randomised => "randomised",
        TokenMode.Deterministic => "searchable",
        TokenMode.Pseudonym => "pseudonym",
        TokenMode.Removed => "removed",
        _ => throw new UnreachableException(),
    };
}
