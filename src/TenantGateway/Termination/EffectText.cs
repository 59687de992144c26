using System.Globalization;
using TenantGateway.Core.Keys;

namespace TenantGateway.Termination;

/// <summary>How effects name things: the same words for the same thing, because their hash is what is approved.</summary>
internal static class EffectText
{
    internal static string Of(KeyId keyId, KeyLine line, int number) => string.Create(CultureInfo.InvariantCulture, $"Generation {keyId} ({NameOf(line)} {number})");

    internal static string NameOf(KeyLine line) => line switch
    {
        KeyLine.Data => "data",
        KeyLine.Lookup => "lookup",
        KeyLine.Audit => "audit",
        _ => throw new System.Diagnostics.UnreachableException($"Line {line} has no name."),
    };

    internal static string NameOf(GenerationState state) => state.ToString().ToLowerInvariant();

    internal static string Of(TimeSpan left) => string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalDays} days {left.Hours} hours");
}
