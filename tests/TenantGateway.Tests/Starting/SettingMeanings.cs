using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TenantGateway.Tests.Starting;

/// <summary>What the doc comments of options say, as Markdown.</summary>
internal static partial class SettingMeanings
{
    private static readonly Dictionary<string, XElement> Summaries = XDocument.Load(Path.ChangeExtension(typeof(KnownSettings).Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    /// <summary>The summary of a property; empty where it has none.</summary>
    public static string Of(PropertyInfo property) => Of($"P:{property.DeclaringType!.FullName}.{property.Name}");

    /// <summary>The summary of a type; empty where it has none.</summary>
    public static string Of(Type type) => Of($"T:{type.FullName}");

    private static string Of(string member) => Summaries.TryGetValue(member, out var summary) ? WhiteSpace().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim() : "";

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XText text => text.Value,
        _ => throw new InvalidOperationException($"{node} is not rendered."),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
