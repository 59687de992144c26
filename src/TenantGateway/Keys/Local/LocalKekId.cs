using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TenantGateway.Keys.Local;

/// <summary>
/// Names a version of a local key: <c>local:</c>, the name, <c>/</c>, the version from 1. Names are 1 to 64 characters of <c>[a-z0-9-]</c>, so
/// none can leave the directory.
/// </summary>
internal readonly record struct LocalKekId(string Name, int Version)
{
    internal const int MaxNameLength = 64;

    private const string Prefix = "local:";

    internal static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    internal static bool TryParse([NotNullWhen(true)] string? text, out LocalKekId id)
    {
        id = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return false;
        var name = text[Prefix.Length..slash];
        if (!IsName(name) || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1) return false;
        id = new LocalKekId(name, version);
        // One spelling only: the id is associated data of what the key wraps.
        return id.ToString() == text;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Name}/{Version}");
}
