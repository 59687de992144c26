using System.Text.Json;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Image;

/// <summary>An instruction of a Dockerfile: its name in capitals, and what follows on the line.</summary>
internal sealed record Instruction(string Name, string Text)
{
    /// <summary>The words of the exec form, <c>["a", "b"]</c>; null where a shell would run it.</summary>
    public string[]? Words => Text.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(Text) : null;
}

/// <summary>The Dockerfile, as far as this project writes one: an instruction a line.</summary>
internal sealed record Dockerfile(IReadOnlyList<Instruction> Arguments, IReadOnlyList<IReadOnlyList<Instruction>> Stages)
{
    public static Dockerfile OfRepository { get; } = Parse(File.ReadLines(SourceTree.PathOf("Dockerfile")));

    public IReadOnlyList<Instruction> Final => Stages[^1];

    /// <summary>The environment that the image sets for the program.</summary>
    public IEnumerable<(string Name, string? Value)> Environment => EnvironmentOf(Stages.Count - 1);

    public IEnumerable<(string Name, string? Value)> EnvironmentOf(int stage) =>
        from instruction in Stages[stage]
        where instruction.Name == "ENV"
        from pair in instruction.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=', 2)
        select (parts[0], (string?)parts[1]);

    public string Last(string name) => Final.Last(instruction => instruction.Name == name).Text;

    public static Dockerfile Parse(IEnumerable<string> lines)
    {
        var arguments = new List<Instruction>();
        var stages = new List<List<Instruction>>();
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.EndsWith('\\')) throw new FormatException($"An instruction a line, please: {line}");
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var instruction = new Instruction(line[..space].ToUpperInvariant(), line[(space + 1)..].Trim());
            if (instruction.Name == "FROM") stages.Add([]);
            (stages.Count == 0 ? arguments : stages[^1]).Add(instruction);
        }

        return new Dockerfile(arguments, stages);
    }
}
