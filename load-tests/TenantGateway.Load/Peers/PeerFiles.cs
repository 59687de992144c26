namespace TenantGateway.Load.Peers;

/// <summary>The configuration of peers that nobody here wrote, with this run's names filled in.</summary>
internal static class PeerFiles
{
    private static readonly string Templates = Path.Combine(AppContext.BaseDirectory, "peers");

    public static string PathOf(string name) => Path.Combine(Templates, name);

    /// <summary>Writes one into a directory.</summary>
    /// <param name="name">Of the file.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="names">What stands between <c>@</c>, and what stands there instead.</param>
    /// <returns>Where it lies.</returns>
    /// <exception cref="InvalidDataException">It has a name that is not given.</exception>
    public static string Fill(string name, string directory, params (string Name, string Value)[] names)
    {
        var text = names.Aggregate(File.ReadAllText(PathOf(name)), (text, each) => text.Replace($"@{each.Name}@", each.Value, StringComparison.Ordinal));
        if (text.Split('\n').FirstOrDefault(line => !line.TrimStart().StartsWith('#') && line.Contains('@', StringComparison.Ordinal)) is { } line)
            throw new InvalidDataException($"{name}: nothing is given for a name in '{line}'.");
        var file = Path.Combine(directory, name);
        File.WriteAllText(file, text);
        return file;
    }
}
