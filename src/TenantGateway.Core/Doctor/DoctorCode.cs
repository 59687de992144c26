namespace TenantGateway.Core.Doctor;

/// <summary>A kind of finding, stable: scripts and runbooks go by its code.</summary>
/// <param name="Code">Its name, <c>[a-z_]+</c>; never reused for something else.</param>
/// <param name="Status">How well it is.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
public sealed record DoctorCode(string Code, DoctorStatus Status, string Meaning, string? Remedy = null);
