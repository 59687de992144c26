using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Keys.Rotation;

public class RotationPlannerTests
{
    private const string Fresh = "data primary; lookup primary; audit primary";

    [Theory]
    // :: rotate
    [InlineData("data", Fresh, "data 1 primary>primary>readable, data 2 new>pending>primary", true, null)]
    [InlineData("data", "data readable readable primary; lookup primary", "data 3 primary>primary>readable, data 4 new>pending>primary", true, null)]
    [InlineData("data", "data primary pending; lookup primary", "", true, null)]
    [InlineData("data", "data primary destroyed; lookup primary", "data 1 primary>primary>readable, data 3 new>pending>primary", true, null)]
    // :: rotate-kek
    [InlineData("kek", "data disabled destroyed primary; lookup primary; audit primary", "data 1 disabled~, data 3 primary~, lookup 1 primary~, audit 1 primary~", false, null)]
    // :: rotate-lookup
    [InlineData("lookup", Fresh, "lookup 1 primary>primary>searchable, lookup 2 new>pending>primary", true, null)]
    [InlineData("lookup", "data primary; lookup primary pending", "", true, null)]
    [InlineData("lookup", "data primary; lookup searchable primary", "", false, "lookup_rotation_unfinished")]
    [InlineData("lookup", "data primary; lookup readable primary", "lookup 2 primary>primary>searchable, lookup 3 new>pending>primary", true, null)]
    [InlineData("lookup", "data primary; lookup primary destroyed", "lookup 1 primary>primary>searchable, lookup 4 new>pending>primary", true, null)]
    [InlineData("lookup", "data primary; lookup primary destroyed destroyed", "lookup 1 primary>primary>searchable, lookup 4 new>pending>primary", true, null)]
    // :: finish-lookup
    [InlineData("finishlookup", "data primary; lookup searchable primary", "lookup 1 searchable>readable", false, null)]
    [InlineData("finishlookup", "data primary; lookup readable primary", "", false, null)]
    // :: disable and enable
    [InlineData("disable data 1", "data readable primary; lookup primary", "data 1 readable>disabled", false, null)]
    [InlineData("disable data 1", "data disabled primary; lookup primary", "", false, null)]
    [InlineData("disable data 1", Fresh, "", false, "generation_state_conflict")]
    [InlineData("disable data 2", "data primary pending; lookup primary", "", false, "generation_state_conflict")]
    [InlineData("disable lookup 1", "data primary; lookup searchable primary", "", false, "generation_state_conflict")]
    [InlineData("disable data 1", "data destroyed primary; lookup primary", "", false, "generation_state_conflict")]
    [InlineData("disable audit 1", Fresh, "", false, "generation_state_conflict")]
    [InlineData("disable data 9", Fresh, "", false, "unknown_generation")]
    [InlineData("enable data 1", "data disabled primary; lookup primary", "data 1 disabled>readable", false, null)]
    [InlineData("enable data 1", "data readable primary; lookup primary", "", false, null)]
    [InlineData("enable data 1", Fresh, "", false, "generation_state_conflict")]
    [InlineData("enable data 1", "data destroyed primary; lookup primary", "", false, "generation_state_conflict")]
    // :: compromise
    [InlineData("compromise data 1", Fresh, "data 1 primary>primary>readable!, data 2 new>pending>primary, lookup 1 primary>primary>searchable, lookup 2 new>pending>primary", true, null)]
    [InlineData("compromise lookup 1", "data primary; lookup searchable primary", "lookup 1 searchable!, data 1 primary>primary>readable, data 2 new>pending>primary", true, null)]
    [InlineData("compromise data 1", "data disabled primary; lookup primary pending", "data 1 disabled!, data 2 primary>primary>readable, data 3 new>pending>primary", true, null)]
    [InlineData("compromise data 2", "data primary pending; lookup primary pending", "data 2 pending>destroyed!, data 1 primary>primary>readable, data 3 new>pending>primary", true, null)]
    [InlineData("compromise data 1", "data destroyed primary; lookup primary", "", false, "generation_state_conflict")]
    [InlineData("compromise data 9", Fresh, "", false, "unknown_generation")]
    public void Rotation_OfALine_IsPlannedOnItsStates(string request, string lines, string changes, bool waits, string? refusal)
    {
        var plan = RotationPlanner.Plan(RequestOf(request), new RotationFacts { Records = Records.Of(lines) });

        Assert.Equal(refusal, plan.Refusal?.Code);
        Assert.Equal(changes, string.Join(", ", plan.Changes.Select(Spell)));
        Assert.Equal(waits, plan.Waits);
    }

    [Fact]
    public void CompromiseOfAMarkedGeneration_IsDone()
    {
        var records = Records.Of(Fresh);
        var facts = new RotationFacts { Records = records.SetItem(0, records[0] with { IsCompromised = true }) };
        Assert.Empty(RotationPlanner.Plan(RequestOf("compromise data 1"), facts).Changes);
    }

    [Fact]
    public void Kek_LeavesWhatIsWrappedUnderTheTargetAlready()
    {
        var records = Records.Of(Fresh);
        var facts = new RotationFacts { Records = records.SetItem(0, records[0] with { KekId = "local:kek-acme/2" }), TargetKek = "local:kek-acme/2" };
        Assert.Equal("lookup 1 primary~, audit 1 primary~", string.Join(", ", RotationPlanner.Plan(RequestOf("kek"), facts).Changes.Select(Spell)));
    }

    [Fact]
    public void SearchThatIsNotDeclared_RefusesALookupRotationButNoneThatIsBegun()
    {
        UndeclaredSearch search = new("crm", "contacts", "email");
        var refused = RotationPlanner.Plan(RequestOf("lookup"), new RotationFacts { Records = Records.Of(Fresh), Undeclared = [search] });
        Assert.Equal(("search_undeclared", search), (refused.Refusal?.Code, Assert.Single(refused.Breaks)));

        var begun = RotationPlanner.Plan(RequestOf("lookup"), new RotationFacts { Records = Records.Of("data primary; lookup primary pending"), Undeclared = [search] });
        Assert.Equal((null, true), (begun.Refusal, begun.Waits));

        var urgent = RotationPlanner.Plan(RequestOf("compromise lookup 1"), new RotationFacts { Records = Records.Of(Fresh), Undeclared = [search] });
        Assert.Equal((null, search), (urgent.Refusal, Assert.Single(urgent.Breaks)));
    }

    [Fact]
    public void RowsThatMayHoldOldTokens_KeepTheGenerationSearchable()
    {
        var plan = RotationPlanner.Plan(
            RequestOf("finishlookup"), new RotationFacts { Records = Records.Of("data primary; lookup searchable primary"), Open = [new OpenDataset("contacts", "It has not been read.")] });
        Assert.Equal(("old_tokens_remain", "contacts"), (plan.Refusal?.Code, Assert.Single(plan.Open).Dataset));
    }

    [Theory]
    [InlineData("data primary pending; lookup primary", KeyLine.Data, "data 1 primary>readable, data 2 pending>primary")]
    [InlineData("data primary; lookup primary pending", KeyLine.Lookup, "lookup 1 primary>searchable, lookup 2 pending>primary")]
    [InlineData("data primary; lookup searchable primary pending", KeyLine.Lookup, null)]
    [InlineData("data primary; lookup primary", KeyLine.Data, null)]
    [InlineData("data readable pending; lookup primary", KeyLine.Data, null)]
    public void Promotion_MovesTheOldPrimaryFirst_AndNeverMakesAThirdToSearchBy(string lines, KeyLine line, string? changes)
    {
        var promotion = RotationPlanner.Promotion(line, Records.Of(lines));
        Assert.Equal(changes, promotion is { } planned ? string.Join(", ", planned.Select(Spell)) : null);
    }

    [Fact]
    public void KekOfACustomer_IsNotRotatedHere()
    {
        var facts = new RotationFacts { Records = Records.Of(Fresh), IsUnderCustomersKek = true };
        foreach (var kind in Enum.GetValues<RotationKind>())
        {
            var plan = RotationPlanner.Plan(RequestOf($"{kind} data 1"), facts);
            Assert.Equal(kind == RotationKind.Kek, plan.Refusal?.Code == "kek_of_customer");
        }
    }

    [Fact]
    public void PendingUnderAnotherKek_IsBroughtUnderThatOfItsLine()
    {
        var records = Records.Of("data primary pending; lookup primary pending");
        Assert.Null(RotationPlanner.Alignment(KeyLine.Data, records));
        records = [.. records.Select(record => record.State == GenerationState.Primary && record.Line == KeyLine.Data ? record with { KekId = "local:kek-acme/2" } : record)];

        var alignment = RotationPlanner.Alignment(KeyLine.Data, records);
        Assert.Equal(("data 2 pending~", "local:kek-acme/2"), alignment is var (change, kekId) ? (Spell(change), kekId) : default);
        Assert.Null(RotationPlanner.Alignment(KeyLine.Lookup, records));
        Assert.Null(RotationPlanner.Alignment(KeyLine.Audit, records));
    }

    /// <summary>Every state of a line that rotations can bring about, from a fresh tenant on: no walk ever has two primaries, or three generations to search by.</summary>
    [Fact]
    public void EveryWalkOfRotations_KeepsOnePrimaryAndAtMostTwoToSearchBy()
    {
        var open = new Queue<string>([Fresh]);
        var seen = new HashSet<string> { Fresh };
        while (open.TryDequeue(out var lines))
        {
            foreach (var next in Next(lines).Where(next => next.Split(';').All(line => line.Trim().Split(' ').Length <= 5)))
            {
                var records = Records.Of(next);
                foreach (var line in records.GroupBy(record => record.Line))
                {
                    Assert.Equal(1, line.Count(record => record.State == GenerationState.Primary));
                    Assert.InRange(line.Count(record => record.State == GenerationState.Pending), 0, 1);
                    Assert.InRange(line.Count(record => line.Key == KeyLine.Lookup && record.State is GenerationState.Pending or GenerationState.Primary or GenerationState.Searchable), 0, 2);
                }

                if (seen.Add(next)) open.Enqueue(next);
            }
        }

        Assert.InRange(seen.Count, 200, int.MaxValue);
    }

    private static IEnumerable<string> Next(string lines)
    {
        var records = Records.Of(lines);
        foreach (var kind in Enum.GetValues<RotationKind>())
        {
            foreach (var generation in records)
            {
                var plan = RotationPlanner.Plan(new RotationRequest(generation.Tenant, kind, generation.KeyId), new RotationFacts { Records = records });
                if (plan.Refusal is null) yield return Apply(records, plan.Changes);
            }
        }

        foreach (var line in Enum.GetValues<KeyLine>())
        {
            if (RotationPlanner.Promotion(line, records) is { } promotion) yield return Apply(records, promotion);
        }
    }

    private static string Apply(IEnumerable<GenerationRecord> records, IEnumerable<GenerationChange> changes)
    {
        var next = records.ToDictionary(record => (record.Line, record.Number), record => record.State);
        foreach (var change in changes)
        {
            if (change.From is { } from && from != change.To) Assert.True(GenerationLife.Allows(change.Line, from, change.To), $"{change.Line} {from} {change.To}");
            next[(change.Line, change.Number)] = change.To;
        }

        return string.Join("; ", next.OrderBy(pair => pair.Key.Line).ThenBy(pair => pair.Key.Number).GroupBy(pair => pair.Key.Line)
            .Select(line => $"{line.Key} {string.Join(' ', line.Select(pair => pair.Value))}".ToLowerInvariant()));
    }

    private static RotationRequest RequestOf(string text)
    {
        var words = text.Split(' ');
        KeyId? generation = words.Length == 3
            ? Records.Of(Enum.Parse<KeyLine>(words[1], ignoreCase: true), int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture), GenerationState.Primary).KeyId
            : null;
        return new RotationRequest(TenantId.Parse("acme"), Enum.Parse<RotationKind>(words[0], ignoreCase: true), generation);
    }

    private static string Spell(GenerationChange change)
    {
        var states = new List<string> { change.From?.ToString() ?? "new" };
        if (change.From != change.To || change.To != change.Later) states.Add($"{change.To}");
        if (change.To != change.Later) states.Add($"{change.Later}");
        return $"{change.Line} {change.Number} {string.Join('>', states)}{(change.Rewraps ? "~" : "")}{(change.Marks ? "!" : "")}".ToLowerInvariant();
    }
}
