namespace TenantGateway.Telemetry.Export;

/// <summary>Headers of a file, <c>Name: value</c> a line.</summary>
internal static class HeadersFile
{
    /// <exception cref="FormatException">A line is no header; the message names its number and not what it holds.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        List<KeyValuePair<string, string>> headers = [];
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var header = KeyValuePair.Create(line[..Math.Max(colon, 0)].Trim(), line[(colon + 1)..].Trim());
            if (!IsHeader(header)) throw new FormatException($"line {number} of '{path}' is not of the form 'Name: value'.");
            headers.Add(header);
        }

        return headers;
    }

    private static bool IsHeader(KeyValuePair<string, string> header)
    {
        if (header.Value.Length == 0 || header.Value.Any(char.IsControl)) return false;
        using var probe = new HttpRequestMessage();
        // Refuses what is no name, and names that belong to content, which the exporter sets.
        return probe.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }
}
