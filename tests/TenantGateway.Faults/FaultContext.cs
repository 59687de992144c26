namespace TenantGateway.Faults;

/// <summary>How thoroughly to look.</summary>
/// <param name="Short">With fewer rounds.</param>
/// <param name="Only">A part of the names of the rows to run; null for all.</param>
internal sealed record FaultContext(bool Short, string? Only = null)
{
    /// <summary>How often quiet and fault are measured, one after the other, at least.</summary>
    public int Rounds => Short ? 2 : 4;

    /// <summary>How often at most, where other work on the machine hides what there is to see.</summary>
    public int MostRounds => 8;

    /// <summary>How long each is measured.</summary>
    public TimeSpan Measured => TimeSpan.FromSeconds(Short ? 1 : 1.5);

    public bool Runs(IFault fault) => Only is null || fault.Name.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
