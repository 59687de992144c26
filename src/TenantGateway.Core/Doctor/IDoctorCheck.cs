namespace TenantGateway.Core.Doctor;

/// <summary>Looks at one thing that the gateway depends on, by asking it. Changes nothing, and works in a process that has not started too.</summary>
public interface IDoctorCheck
{
    /// <returns>One finding or more.</returns>
    Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken);
}

/// <summary>A check of a feature.</summary>
/// <param name="Name">What it looks at, in one word.</param>
/// <param name="Type">Its type; it is made anew for each run.</param>
public sealed record DoctorCheckRegistration(string Name, Type Type)
{
    public static DoctorCheckRegistration Of<T>(string name)
        where T : IDoctorCheck => new(name, typeof(T));
}
