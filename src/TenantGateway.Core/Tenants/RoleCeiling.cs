using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Tenants;

/// <summary>The most roles that somebody may have: 0 to 100 names of 1 to 255 characters each, without white space and control characters. Two are equal where they allow the same.</summary>
public sealed class RoleCeiling : IEquatable<RoleCeiling>
{
    public const int MaxRoles = 100;
    public const int MaxRoleLength = 255;

    private readonly FrozenSet<string> _roles;

    private RoleCeiling(string[] roles) => (_roles, Text) = (roles.ToFrozenSet(StringComparer.Ordinal), string.Join(' ', roles));

    /// <summary>The names in ordinal order with a space in between: the one spelling.</summary>
    public string Text { get; }

    public IEnumerable<string> Roles => Text.Length == 0 ? [] : Text.Split(' ');

    public static bool TryCreate(IReadOnlyCollection<string> roles, [NotNullWhen(true)] out RoleCeiling? ceiling)
    {
        ceiling = roles.Count <= MaxRoles && roles.All(IsRole) ? new RoleCeiling([.. roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]) : null;
        return ceiling is not null;
    }

    /// <exception cref="FormatException">The text is not of the form.</exception>
    public static RoleCeiling Parse(string text) =>
        TryCreate(text.Length == 0 ? [] : text.Split(' '), out var ceiling) ? ceiling : throw new FormatException("A ceiling of roles is at most 100 names with a space in between.");

    public static bool IsRole(string role) => role.Length is > 0 and <= MaxRoleLength && !role.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>Of these roles those that may be had; the very set where that is all of them.</summary>
    public FrozenSet<string> Limit(FrozenSet<string> roles)
    {
        foreach (var role in roles)
        {
            if (!_roles.Contains(role)) return roles.Where(_roles.Contains).ToFrozenSet(StringComparer.Ordinal);
        }

        return roles;
    }

    public bool Equals(RoleCeiling? other) => other is not null && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as RoleCeiling);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
