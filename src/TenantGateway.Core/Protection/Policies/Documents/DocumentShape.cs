using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TenantGateway.Core.Protection.Policies.Documents;

/// <summary>What the document types say about themselves: the reader and the published schema both ask here and nowhere else.</summary>
internal static class DocumentShape
{
    public static readonly JsonSerializerOptions Options = CreateOptions();

    public static JsonTypeInfo Of(Type type) => Options.GetTypeInfo(type);

    /// <summary>The word that a policy uses for an enumeration's value.</summary>
    public static string Word(object choice) => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()!); // an enum's ToString is never null

    public static TRule? Rule<TRule>(this JsonPropertyInfo property)
        where TRule : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(TRule), inherit: true).OfType<TRule>().FirstOrDefault();

    public static TRule? Rule<TRule>(this Type type)
        where TRule : Attribute => type.GetCustomAttribute<TRule>(inherit: false);

    /// <summary>The attribute's own check lets the empty text pass; here a pattern speaks for every text.</summary>
    public static bool Accepts(this RegularExpressionAttribute pattern, string text) => text.Length > 0 && pattern.IsValid(text);

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.MakeReadOnly();
        return options;
    }
}
