namespace TenantGateway.Core.Doctor;

/// <summary>How well something is. The numbers are exit codes.</summary>
public enum DoctorStatus
{
    /// <summary>As it should be.</summary>
    Green = 0,

    /// <summary>It works, and needs somebody soon.</summary>
    Yellow = 1,

    /// <summary>Something does not work, or is about to stop.</summary>
    Red = 2,
}
