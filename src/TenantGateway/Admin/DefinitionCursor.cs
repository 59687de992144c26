using System.Globalization;
using System.Text.Json;

namespace TenantGateway.Admin;

/// <summary>
/// A place in a definition that is being read: knows its path, takes members by type, and writes down what is wrong instead of stopping at it.
/// </summary>
internal sealed class DefinitionCursor(JsonElement value, string path, List<DefinitionProblem> problems)
{
    public string Path { get; } = path;

    public void Report(string problem, string remedy) => problems.Add(new DefinitionProblem(Path, problem, remedy));

    /// <summary>The object here, with no members but these; each that is there comes with a cursor of its own.</summary>
    public Dictionary<string, DefinitionCursor> AsObject(params ReadOnlySpan<string> names)
    {
        var members = new Dictionary<string, DefinitionCursor>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object)
        {
            Report("It is not an object.", $"Give an object with {string.Join(", ", names!)}.");
            return members;
        }

        foreach (var property in value.EnumerateObject())
        {
            var cursor = new DefinitionCursor(property.Value, $"{Path}.{property.Name}", problems);
            if (names.Contains(property.Name)) members.Add(property.Name, cursor);
            else cursor.Report("There is no such member.", $"Remove it; the members are {string.Join(", ", names!)}.");
        }

        return members;
    }

    /// <summary>The members of the object here, whatever their names; none, and a problem, where it is no object or has too many.</summary>
    public IReadOnlyList<(string Name, DefinitionCursor Place)> AsMap(int most)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Count() <= most)
        {
            return [.. value.EnumerateObject().Select(member => (member.Name, new DefinitionCursor(member.Value, $"{Path}.{member.Name}", problems)))];
        }

        Report("It is not an object, or has too many members.", $"Give an object of at most {most} members.");
        return [];
    }

    /// <summary>The places of the array here; none, and a problem, where it is no array or has too many.</summary>
    public IReadOnlyList<DefinitionCursor> AsArray(int most)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most)
        {
            return [.. value.EnumerateArray().Select((element, i) => new DefinitionCursor(element, $"{Path}[{i}]", problems))];
        }

        Report("It is not an array, or has too many elements.", $"Give an array of at most {most} elements.");
        return [];
    }

    /// <summary>The number here, from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public double? AsNumber(double least, double most)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most) return number;
        Report("It is not a number in the range.", string.Create(CultureInfo.InvariantCulture, $"Give a number of {least} to {most}."));
        return null;
    }

    /// <summary>The whole number here, from 1 to <paramref name="most"/>.</summary>
    public int? AsCount(int most)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1 && number <= most) return number;
        Report("It is not a whole number in the range.", string.Create(CultureInfo.InvariantCulture, $"Give a whole number of 1 to {most}."));
        return null;
    }

    /// <summary>The text here: 1 to <paramref name="most"/> characters, no control characters, no white space around it.</summary>
    public string? AsText(int most)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= most
            && !text.Any(char.IsControl) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]))
        {
            return text;
        }

        Report("It is not a text of the right length.", $"Give a string of 1 to {most} characters without control characters or white space around it.");
        return null;
    }
}
