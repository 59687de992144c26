namespace TenantGateway.Core.Detection;

/// <summary>A place in a text, in bytes of UTF-8; it starts and ends between characters.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Start">The first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Known">Which of the known values it is, by the order in which they were added; -1 for every other kind.</param>
public readonly record struct Finding(PersonalDataKind Kind, int Start, int Length, int Known = -1)
{
    /// <summary>The byte behind the last.</summary>
    public int End => Start + Length;
}
