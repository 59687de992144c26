using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TenantGateway.Core.Protection.Policies.Documents;

/// <summary>
/// Fills the document types from parsed JSON and goes on after a problem, where a deserializer would stop at the first: a value that is
/// wrong is reported at its place and left null.
/// </summary>
internal sealed class DocumentBinder(ProblemLog log)
{
    public PolicyDocument? Bind(JsonElement root) => (PolicyDocument?)BindObject(root, typeof(PolicyDocument), JsonLocation.Root);

    private object? BindObject(JsonElement value, Type type, JsonLocation at)
    {
        if (!Expect(value, JsonValueKind.Object, "an object", at)) return null;

        var shape = DocumentShape.Of(type);
        var document = shape.CreateObject!(); // document types have a constructor without parameters
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            BindMember(member, shape, document, seen, at);
        }

        foreach (var missing in shape.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            log.Report(at.Member(missing.Name), "The property is missing.", $"Add it. {missing.Rule<DescriptionAttribute>()?.Description}");
        }

        return document;
    }

    private void BindMember(JsonProperty member, JsonTypeInfo shape, object document, HashSet<string> seen, JsonLocation parent)
    {
        var at = parent.Member(member.Name);
        var property = shape.Properties.FirstOrDefault(known => known.Name == member.Name);
        if (!seen.Add(member.Name))
        {
            log.Report(at, "The property occurs twice.", "Keep one of them.");
        }
        else if (property is null)
        {
            var known = shape.Properties.Select(known => known.Name).ToList();
            log.Report(at, "The property is unknown here.", Suggest(member.Name, known));
        }
        else
        {
            property.Set!(document, BindValue(member.Value, property.PropertyType, property, at)); // document properties can be set
        }
    }

    private object? BindValue(JsonElement value, Type type, JsonPropertyInfo property, JsonLocation at)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return BindText(value, property, at);
        if (type == typeof(int)) return BindNumber(value, property, at);
        if (type == typeof(bool)) return BindFlag(value, at);
        if (type == typeof(OneOrMany)) return BindOneOrMany(value, property, at);
        if (type == typeof(OpaqueDocument) && value.ValueKind != JsonValueKind.Object) return BindText(value, property, at) is { } text ? new OpaqueDocument { Type = text } : null;
        if (type.IsEnum) return BindChoice(value, type, at);
        if (type.IsArray) return BindList(value, type.GetElementType()!, property, at); // an array type has an element type
        return BindObject(value, type, at);
    }

    private string? BindText(JsonElement value, JsonPropertyInfo property, JsonLocation at)
    {
        if (!Expect(value, JsonValueKind.String, "a string", at)) return null;

        var text = value.GetString()!; // not null: the value is a string
        if (property.Rule<RegularExpressionAttribute>() is not { } pattern || pattern.Accepts(text)) return text;
        log.Report(at, "The text is not of the form needed here.", pattern.ErrorMessage ?? pattern.Pattern);
        return null;
    }

    private object? BindNumber(JsonElement value, JsonPropertyInfo property, JsonLocation at)
    {
        if (!Expect(value, JsonValueKind.Number, "a number", at)) return null;
        var range = property.Rule<RangeAttribute>()!; // every number of a document has one
        if (value.TryGetInt32(out var number) && range.IsValid(number)) return number;
        log.Report(at, "The number is out of range.", $"Give a whole number of {range.Minimum} to {range.Maximum}.");
        return null;
    }

    private object? BindFlag(JsonElement value, JsonLocation at)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Expect(value, JsonValueKind.True, "a boolean", at);
        return null;
    }

    private object? BindChoice(JsonElement value, Type type, JsonLocation at)
    {
        if (!Expect(value, JsonValueKind.String, "a string", at)) return null;

        var text = value.GetString()!; // not null: the value is a string
        var words = Enum.GetValues(type).Cast<object>().ToDictionary(DocumentShape.Word);
        if (words.TryGetValue(text, out var choice)) return choice;
        log.Report(at, "The value is not one of those allowed here.", Suggest(text, words.Keys));
        return null;
    }

    private OneOrMany? BindOneOrMany(JsonElement value, JsonPropertyInfo property, JsonLocation at)
    {
        if (value.ValueKind != JsonValueKind.Array) return BindText(value, property, at) is { } text ? new OneOrMany([text], IsArray: false) : null;
        return BindList(value, typeof(string), property, at) is string?[] texts ? new OneOrMany([.. texts], IsArray: true) : null;
    }

    private Array? BindList(JsonElement value, Type type, JsonPropertyInfo property, JsonLocation at)
    {
        if (!Expect(value, JsonValueKind.Array, "an array", at)) return null;
        if (property.Rule<MinLengthAttribute>() is { } least && value.GetArrayLength() < least.Length)
        {
            log.Report(at, "The array is empty.", "Give at least one entry.");
            return null;
        }

        var list = Array.CreateInstance(type, value.GetArrayLength());
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            list.SetValue(BindValue(element, type, property, at.Element(index)), index++);
        }

        return list;
    }

    private bool Expect(JsonElement value, JsonValueKind kind, string expected, JsonLocation at)
    {
        if (value.ValueKind == kind) return true;
        log.Report(at, $"Found {Noun(value.ValueKind)} where {expected} belongs.", $"Write {expected}, or remove the property to have its default.");
        return false;
    }

    private static string Noun(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private static string Suggest(string written, IReadOnlyCollection<string> known)
    {
        var nearest = NearestName.Find(written, known);
        return $"{(nearest is null ? "" : $"Did you mean {nearest}? ")}Known here: {string.Join(", ", known)}.";
    }
}
