using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>
/// The JSON Schema (draft 2020-12) of a policy file, published as <c>docs/policy.schema.json</c>: made of the same types that the reader
/// fills, so that an editor and the gateway agree.
/// </summary>
public static class PolicySchema
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file for people; it is never put into HTML
    };

    /// <summary>Indented, ending in a line feed.</summary>
    public static string Text { get; } = Export().ToJsonString(Layout) + "\n";

    private static JsonObject Export()
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = DocumentShape.Options.GetJsonSchemaAsNode(typeof(PolicyDocument), options).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "TenantGateway policy");
        return schema;
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = context.TypeInfo.Type;
        var schema = type == typeof(OneOrMany) ? OneOrManySchema() : node.AsObject();
        RemoveNull(schema);
        if (type == typeof(OpaqueDocument)) schema["type"] = new JsonArray("string", "object");
        if (context.PropertyInfo is { } property)
        {
            AddRules(schema, property.Rule<RegularExpressionAttribute>(), property.Rule<MinLengthAttribute>(), property.Rule<RangeAttribute>());
            AddDefault(schema, property.IsRequired ? null : property.Get!(DocumentShape.Of(property.DeclaringType).CreateObject!())); // readable, constructible
            AddDescription(schema, property.Rule<DescriptionAttribute>());
        }
        else
        {
            AddDescription(schema, type.Rule<DescriptionAttribute>());
        }

        return schema;
    }

    private static JsonObject OneOrManySchema() => new()
    {
        ["type"] = new JsonArray("string", "array"),
        ["items"] = new JsonObject { ["type"] = "string" },
    };

    /// <summary>Properties are nullable in the document types because what is wrong is left null; the file has no nulls.</summary>
    private static void RemoveNull(JsonObject schema)
    {
        if (schema["enum"] is JsonArray choices) choices.RemoveAll(choice => choice is null);
        if (schema["type"] is not JsonArray types) return;
        types.RemoveAll(type => type?.GetValue<string>() == "null");
        if (types.Count == 1) schema["type"] = types[0]!.DeepClone(); // a type is never null
    }

    private static void AddRules(JsonObject schema, RegularExpressionAttribute? pattern, MinLengthAttribute? least, RangeAttribute? range)
    {
        if (range is not null) (schema["minimum"], schema["maximum"]) = ((int)range.Minimum, (int)range.Maximum);
        if (least is not null) schema["minItems"] = least.Length;
        if (pattern is not null) (schema["items"] as JsonObject ?? schema)["pattern"] = pattern.Pattern;
    }

    private static void AddDefault(JsonObject schema, object? value)
    {
        if (value is Enum choice) schema["default"] = DocumentShape.Word(choice);
    }

    private static void AddDescription(JsonObject schema, DescriptionAttribute? description)
    {
        if (description is not null && !schema.ContainsKey("description")) schema.Insert(0, "description", description.Description);
    }
}
