using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Documents;

/// <summary>A command line of <c>tgw</c> that the README or a page of <c>docs</c> shows.</summary>
/// <param name="Place">The file and the line in it.</param>
/// <param name="IsWhole">Whether it stands in a block, to be typed as it is; in running text it may be a part.</param>
internal sealed partial record DocumentedCommand(string Place, string Text, bool IsWhole)
{
    public static IReadOnlyList<DocumentedCommand> All { get; } = [.. Documents().SelectMany(ReadFile)];

    /// <summary>What <c>tgw</c> gets of it. In running text, brackets say what may be left out and dots what may come again.</summary>
    public string[] Arguments => [.. CommandLineParser.SplitCommandLine(IsWhole ? Text : Notation().Replace(Text, ""))];

    public static IEnumerable<DocumentedCommand> Read(string file, string text)
    {
        var inBlock = false;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                inBlock = !inBlock;
                continue;
            }

            var place = $"{file}:{i + 1}";
            if (!inBlock)
            {
                foreach (Match span in Span().Matches(lines[i])) yield return new DocumentedCommand(place, span.Groups["text"].Value, IsWhole: false);
                continue;
            }

            var line = lines[i];
            while (line.EndsWith('\\') && i + 1 < lines.Length) line = line[..^1] + lines[++i];
            if (Typed().Match(line) is { Success: true } typed) yield return new DocumentedCommand(place, typed.Groups["text"].Value.Trim(), IsWhole: true);
        }
    }

    private static IEnumerable<string> Documents() => Directory.EnumerateFiles(SourceTree.PathOf("docs"), "*.md").Append(SourceTree.PathOf("README.md")).Order();

    private static IEnumerable<DocumentedCommand> ReadFile(string path) => Read(Path.GetRelativePath(SourceTree.Root, path), File.ReadAllText(path));

    [GeneratedRegex("`tgw (?<text>[^`]+)`")]
    private static partial Regex Span();

    // Also where the output goes, which is the shell's.
    [GeneratedRegex(@"[\[\]]|\.{3}| > \S+$")]
    private static partial Regex Notation();

    // A prompt and variables may stand in front, a remark behind.
    [GeneratedRegex(@"^\s*(\$ )?(\w+=\S* )*(tgw|dotnet run --project src/TenantGateway\.Cli --) (?<text>.*?)(\s+# .*)?$")]
    private static partial Regex Typed();
}
