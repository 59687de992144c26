namespace TenantGateway.Core.Protection.Policies;

/// <summary>A policy file as read from wherever it lies.</summary>
/// <param name="Name">Told in problems; has no other meaning.</param>
/// <param name="Json">At most <see cref="MaxBytes"/>; more is refused.</param>
public readonly record struct PolicyFile(string Name, ReadOnlyMemory<byte> Json)
{
    /// <summary>1 MB.</summary>
    public const int MaxBytes = 1024 * 1024;
}
