namespace TenantGateway.Core.Content;

/// <summary>
/// Names of members as they may be shown to people and kept. A name is traffic: only what looks as if a programmer had chosen it is told.
/// </summary>
public static class ShownNames
{
    /// <summary>In place of a name that is not told.</summary>
    public const string Hidden = "(name)";

    private const int MaxLength = 40;

    public static string Of(string name) =>
        name is { Length: > 0 and <= MaxLength } && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$') && !IsMostlyDigits(name) ? name : Hidden;

    private static bool IsMostlyDigits(string name) => name.Count(char.IsAsciiDigit) * 2 > name.Length;
}
