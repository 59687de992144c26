namespace TenantGateway.Faults;

/// <summary>How thoroughly to look.</summary>
internal sealed record FaultContext(bool Short)
{
    /// <summary>How often quiet and fault are measured, one after the other.</summary>
    public int Rounds => Short ? 2 : 4;

    /// <summary>How long each is measured.</summary>
    public TimeSpan Measured => TimeSpan.FromSeconds(Short ? 1 : 1.5);
}
