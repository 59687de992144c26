namespace TenantGateway.Core.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Detail">What exactly: names, counts and times. Nothing secret or personal, and nothing that a server wrote but its codes.</param>
public sealed record DoctorFinding(DoctorCode Code, string Detail);
