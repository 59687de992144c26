using System.Text.RegularExpressions;
using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>Features are the namespaces right below a root: none may use a type of another. They meet in Core.</summary>
internal static class FeatureRule
{
    /// <summary>The uses that cross from one feature to another, in what was compiled.</summary>
    public static IEnumerable<TypeUse> Violations(ModuleDefinition module, string root) =>
        from use in TypeUses.In(module)
        where use.IsWithin(module)
        let feature = Feature(use.User.Namespace, root)
        let other = Feature(use.UsedNamespace, root)
        where feature is not null && other is not null && feature != other
        select use;

    /// <summary>
    /// The lines of a feature's source that name another feature in full: they catch constants, of which nothing is left once compiled.
    /// </summary>
    public static IEnumerable<string> NamedIn(string source, string root, string feature, IEnumerable<string> features)
    {
        var others = string.Join('|', features.Where(other => other != feature));
        if (others.Length == 0) return [];
        var named = new Regex($@"\b{Regex.Escape(root)}\.({others})\b", RegexOptions.CultureInvariant);
        return source.Split('\n').Where(line => named.IsMatch(line)).Select(line => line.Trim());
    }

    private static string? Feature(string space, string root) =>
        space.StartsWith(root + ".", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;
}
