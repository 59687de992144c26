using System.Text.RegularExpressions;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>Reads <c>docs/key-ceremonies.md</c>: the lines of its blocks, in order.</summary>
internal static partial class CeremonyPage
{
    public static string File { get; } = SourceTree.PathOf("docs", "key-ceremonies.md");

    public static IReadOnlyList<CeremonyStep> Read(string text)
    {
        var steps = new List<CeremonyStep>();
        var (section, language) = ("", "");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal)) language = language.Length == 0 ? line[3..] : "";
            else if (language.Length == 0 && line.StartsWith('#')) section = line.TrimStart('#', ' ');
            else if (language == "console" && !line.StartsWith("$ ", StringComparison.Ordinal) && line.Length > 0) steps[^1] = steps[^1] with { Prints = [.. steps[^1].Prints, line] };
            else if (language.Length > 0 && line.Length > 0) steps.Add(StepOf(i + 1, section, language, line));
        }

        return steps;
    }

    private static CeremonyStep StepOf(int number, string section, string language, string line)
    {
        var command = language == "console" ? line[2..] : line;
        var mark = Mark().Match(command);
        return new CeremonyStep(number, section, language, mark.Success ? command[..mark.Index] : command, mark.Groups[1].Value, []);
    }

    [GeneratedRegex(" {2,}# ([a-z ]+)$")]
    private static partial Regex Mark();
}
