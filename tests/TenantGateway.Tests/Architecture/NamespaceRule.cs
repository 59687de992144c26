using System.Text.RegularExpressions;

namespace TenantGateway.Tests.Architecture;

/// <summary>A file's namespace is its project's root namespace and its folders.</summary>
internal static partial class NamespaceRule
{
    /// <summary>Files that may declare none: top-level statements and what applies to the whole assembly.</summary>
    private static readonly HashSet<string> Unnamed = ["Program.cs", "GlobalUsings.cs", "AssemblyInfo.cs"];

    /// <param name="path">Relative to the project, with <c>/</c>.</param>
    /// <param name="source">The file's text.</param>
    /// <param name="root">The project's root namespace.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Violation(string path, string source, string root)
    {
        var folders = path.Split('/')[..^1];
        var expected = string.Join('.', folders.Prepend(root));
        var declared = Declaration().Matches(source).Select(match => match.Groups["name"].Value).Distinct().ToList();
        if (declared.Count == 0) return folders.Length == 0 && Unnamed.Contains(path) ? null : $"{path} declares no namespace, expected {expected}";
        return declared is [var only] && only == expected ? null : $"{path} declares {string.Join(", ", declared)}, expected {expected}";
    }

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.@]+)\s*[;{]?\s*(//.*)?$", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
