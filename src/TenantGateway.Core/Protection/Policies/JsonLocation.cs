using System.Globalization;
using System.Text;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>A place in a JSON document, written as a JSONPath that a reader can paste into a tool.</summary>
internal readonly record struct JsonLocation(string Text)
{
    public static readonly JsonLocation Root = new("$");

    public JsonLocation Member(string name) => new(IsShorthand(name) ? $"{Text}.{name}" : $"{Text}[{Quote(name)}]");

    public JsonLocation Element(int index) => new(string.Create(CultureInfo.InvariantCulture, $"{Text}[{index}]"));

    /// <summary>The name in single quotes, escaped as in a normalized path (RFC 9535 section 2.7): one text for one name.</summary>
    public static string Quote(string name)
    {
        var quoted = new StringBuilder(name.Length + 2).Append('\'');
        foreach (var c in name)
        {
            _ = c switch
            {
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\'' or '\\' => quoted.Append('\\').Append(c),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('\'').ToString();
    }

    public override string ToString() => Text;

    private static bool IsShorthand(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
