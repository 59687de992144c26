namespace TenantGateway.Faults;

/// <summary>How thoroughly to look.</summary>
internal sealed record FaultContext(bool Short)
{
    /// <summary>How often quiet and fault are measured, one after the other, at least.</summary>
    public int Rounds => Short ? 2 : 4;

    /// <summary>How often at most, where other work on the machine hides what there is to see.</summary>
    public int MostRounds => 8;

    /// <summary>How long each is measured.</summary>
    public TimeSpan Measured => TimeSpan.FromSeconds(Short ? 1 : 1.5);
}
