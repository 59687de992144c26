namespace TenantGateway.Core.Audit.Verification;

/// <summary>Collects what does not hold, and tells the first of it.</summary>
internal sealed class ExportFindings
{
    private readonly List<AuditFinding> _told = [];

    public IReadOnlyList<AuditFinding> Told => _told;

    public long Count { get; private set; }

    public void Add(string code, string problem) => Add(new AuditFinding(code, problem));

    public void Add(AuditFinding? finding)
    {
        if (finding is null) return;
        if (Count++ < LogVerifier.MostTold) _told.Add(finding);
    }

    public void AddRange(IReadOnlyList<AuditFinding> findings, long count)
    {
        foreach (var finding in findings) Add(finding);
        Count += count - findings.Count;
    }
}
