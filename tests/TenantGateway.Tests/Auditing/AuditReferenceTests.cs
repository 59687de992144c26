using TenantGateway.Core.Audit;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Auditing;

/// <summary>The reference of the audit trail is true; that no test sees an event end in another way is held where trails are read (<see cref="World.AuditRecords"/>).</summary>
public sealed class AuditReferenceTests
{
    private static readonly AuditEvent[] Events = [.. typeof(AuditEvent).GetFields().Where(field => field.FieldType == typeof(AuditEvent)).Select(field => (AuditEvent)field.GetValue(null)!)];

    /// <summary>With UPDATE_DOCS=1 in the environment the document is written anew.</summary>
    [Fact]
    public void Document_IsTheOneOfTheRegistry()
    {
        var path = SourceTree.PathOf("docs", "audit.md");
        var rendered = AuditDocument.Render(File.ReadAllText(path));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, rendered);

        Assert.Equal(rendered, File.ReadAllText(path));
    }

    [Fact]
    public void EveryEvent_HasOneRow()
    {
        Assert.Empty(Events.Except(AuditReference.All.Select(row => row.Event)).Select(missing => $"{missing.Name} has no row in AuditReference."));
        Assert.Equal(Events.Length, AuditReference.All.Length);
    }

    [Fact]
    public void NamesAndCodes_AreUnique()
    {
        Assert.Equal(Events.Length, Events.Select(happened => happened.Name).Distinct().Count());
        Assert.Equal(Events.Length, Events.Select(happened => happened.Code).Distinct().Count());
        Assert.All(Events, happened => Assert.Matches(@"^[a-z]+\.[a-z_]+$", happened.Name));
    }

    [Fact]
    public void EveryOutcome_HasANumber() => Assert.All(AuditReference.All.SelectMany(row => row.Outcomes), outcome => Assert.NotEqual(AuditOutcomes.Unlisted, AuditOutcomes.CodeOf(outcome)));

    [Fact]
    public void EveryEvent_CanEnd() => Assert.All(AuditReference.All, row => Assert.True(row.EndsInReason || row.Outcomes.Length > 0));
}
