using System.Collections.Immutable;
using System.Diagnostics;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Keys.Rotation;

/// <summary>Decides what a rotation does. Asked twice, the second time after the first was carried out, it has nothing left to do.</summary>
public static class RotationPlanner
{
    private static readonly RotationPlan Nothing = new();

    public static RotationPlan Plan(RotationRequest request, RotationFacts facts) => request.Kind switch
    {
        RotationKind.Data => PlanData(facts),
        RotationKind.Kek => PlanKek(facts),
        RotationKind.Lookup => PlanLookup(facts),
        RotationKind.FinishLookup => PlanFinish(facts),
        RotationKind.Disable => PlanMove(request, facts, GenerationState.Readable, GenerationState.Disabled),
        RotationKind.Enable => PlanMove(request, facts, GenerationState.Disabled, GenerationState.Readable),
        RotationKind.Compromise => PlanCompromise(request, facts),
        _ => throw new UnreachableException($"Nobody plans {request.Kind}."),
    };

    /// <summary>
    /// What makes a pending generation the primary one: the old primary moves first, so that there are never two. Null where the line has none that
    /// is pending, or the move would leave three generations to search by.
    /// </summary>
    public static ImmutableArray<GenerationChange>? Promotion(KeyLine line, ImmutableArray<GenerationRecord> records)
    {
        if (Find(records, line, GenerationState.Pending) is not { } pending || Find(records, line, GenerationState.Primary) is not { } primary) return null;
        if (line == KeyLine.Lookup && Find(records, line, GenerationState.Searchable) is not null) return null;
        return [Move(primary, After(line)), Move(pending, GenerationState.Primary)];
    }

    /// <summary>
    /// What wraps a pending generation as its line's primary one is, and under which version: the key-encryption key may have been changed at the moment in which the
    /// generation was made. Null where both are under the same.
    /// </summary>
    public static (GenerationChange Change, string KekId)? Alignment(KeyLine line, ImmutableArray<GenerationRecord> records) =>
        Find(records, line, GenerationState.Pending) is { } pending && Find(records, line, GenerationState.Primary) is { } primary && pending.KekId != primary.KekId
            ? (Keep(pending) with { Rewraps = true }, primary.KekId)
            : null;

    /// <summary>What ends a generation that never became primary.</summary>
    public static GenerationChange Abandonment(GenerationRecord pending) => Move(pending, GenerationState.Destroyed);

    private static RotationPlan PlanData(RotationFacts facts) => new() { Changes = Renew(KeyLine.Data, facts), Waits = true };

    private static RotationPlan PlanKek(RotationFacts facts) => facts.IsUnderCustomersKek ? Refuse(Reasons.KekOfCustomer) : new RotationPlan
    {
        Changes =
        [
            .. facts.Records
                .Where(record => record.State != GenerationState.Destroyed && record.KekId != facts.TargetKek)
                .Select(record => Keep(record) with { Rewraps = true }),
        ],
    };

    private static RotationPlan PlanLookup(RotationFacts facts)
    {
        if (Find(facts.Records, KeyLine.Lookup, GenerationState.Searchable) is not null) return Refuse(Reasons.LookupRotationUnfinished);
        var isBegun = Find(facts.Records, KeyLine.Lookup, GenerationState.Pending) is not null;
        var plan = new RotationPlan { Changes = Renew(KeyLine.Lookup, facts), Waits = true, Breaks = facts.Undeclared };
        return isBegun || facts.Undeclared.IsEmpty ? plan : plan with { Refusal = Reasons.SearchUndeclared };
    }

    private static RotationPlan PlanFinish(RotationFacts facts)
    {
        // A finish that was carried out leaves no searchable generation: asked again, there is nothing to do.
        if (Find(facts.Records, KeyLine.Lookup, GenerationState.Searchable) is not { } old) return Nothing;
        var plan = new RotationPlan { Changes = [Move(old, GenerationState.Readable)], Open = facts.Open };
        return facts.Open.IsEmpty ? plan : plan with { Refusal = Reasons.OldTokensRemain };
    }

    private static RotationPlan PlanMove(RotationRequest request, RotationFacts facts, GenerationState from, GenerationState to)
    {
        if (Find(facts.Records, request) is not { } record) return Refuse(Reasons.UnknownGeneration);
        if (record.State == to) return Nothing;
        return record.State == from && GenerationLife.Allows(record.Line, from, to) ? new RotationPlan { Changes = [Move(record, to)] } : Refuse(Reasons.GenerationStateConflict);
    }

    private static RotationPlan PlanCompromise(RotationRequest request, RotationFacts facts)
    {
        if (Find(facts.Records, request) is not { } record) return Refuse(Reasons.UnknownGeneration);
        if (record.IsCompromised) return new RotationPlan { Waits = facts.Records.Any(other => other.State == GenerationState.Pending) };
        if (record.State == GenerationState.Destroyed) return Refuse(Reasons.GenerationStateConflict);
        // One that is only pending is abandoned, and so makes room for its successor.
        var isPending = record.State == GenerationState.Pending;
        var after = isPending ? facts with { Records = facts.Records.Replace(record, record with { State = GenerationState.Destroyed }) } : facts;
        // A line that is still searched by two generations would get a third.
        var isLookupFree = Find(facts.Records, KeyLine.Lookup, GenerationState.Searchable) is null;
        ImmutableArray<GenerationChange> renewed = [.. Renew(KeyLine.Data, after), .. isLookupFree ? Renew(KeyLine.Lookup, after) : []];
        return new RotationPlan
        {
            Changes = Marked(renewed, isPending ? Abandonment(record) : Keep(record)),
            Waits = true,
            Breaks = isLookupFree ? facts.Undeclared : [],
        };
    }

    private static ImmutableArray<GenerationChange> Marked(ImmutableArray<GenerationChange> changes, GenerationChange own) =>
        changes.FirstOrDefault(change => change.KeyId == own.KeyId) is { } same
            ? changes.Replace(same, same with { Marks = true })
            : changes.Insert(0, own with { Marks = true });

    /// <summary>The new generation of a line and what becomes of its primary; nothing where one is pending already.</summary>
    private static ImmutableArray<GenerationChange> Renew(KeyLine line, RotationFacts facts)
    {
        if (Find(facts.Records, line, GenerationState.Pending) is not null) return [];
        var primary = Find(facts.Records, line, GenerationState.Primary);
        var made = new GenerationChange(null, line, NextNumber(line, facts, primary), null, GenerationState.Pending, GenerationState.Primary);
        return primary is not null ? [Keep(primary) with { Later = After(line) }, made] : [made];
    }

    // What was abandoned leaves its number behind. Two lookup generations that stand beside each other must not have one slot of shapes.
    private static int NextNumber(KeyLine line, RotationFacts facts, GenerationRecord? primary)
    {
        var next = facts.Records.Where(record => record.Line == line).Select(record => record.Number).DefaultIfEmpty(0).Max() + 1;
        return line == KeyLine.Lookup && primary is not null && (next - primary.Number) % ShapeKey.Slots == 0 ? next + 1 : next;
    }

    private static GenerationState After(KeyLine line) => line == KeyLine.Lookup ? GenerationState.Searchable : GenerationState.Readable;

    private static GenerationChange Keep(GenerationRecord record) => new(record.KeyId, record.Line, record.Number, record.State, record.State, record.State);

    private static GenerationChange Move(GenerationRecord record, GenerationState to) => new(record.KeyId, record.Line, record.Number, record.State, to, to);

    private static GenerationRecord? Find(ImmutableArray<GenerationRecord> records, KeyLine line, GenerationState state) =>
        records.FirstOrDefault(record => record.Line == line && record.State == state);

    private static GenerationRecord? Find(ImmutableArray<GenerationRecord> records, RotationRequest request) =>
        records.FirstOrDefault(record => record.KeyId == request.Generation);

    private static RotationPlan Refuse(Reason reason) => new() { Refusal = reason };
}
