using System.Text;
using System.Text.Json;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Tests.Detection;

/// <summary>A text and what a person marked in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Labels">What is personal, by place in bytes of UTF-8.</param>
internal sealed record LabelledProse(string Text, IReadOnlyList<Finding> Labels)
{
    /// <summary>Beside the tests: 200 and more texts, written for this project.</summary>
    public static string Own => Path.Combine(AppContext.BaseDirectory, "Detection", "prose.json");

    /// <summary>Reads a list of <c>{text, spans: [{type, start, end}]}</c> with offsets in Unicode code points.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kindOf">What a label's type means for a text and the label's first character; null where rules do not look for it.</param>
    public static IReadOnlyList<LabelledProse> Read(string path, Func<string, string, int, PersonalDataKind?> kindOf)
    {
        var read = new List<LabelledProse>();
        foreach (var item in JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path)).EnumerateArray())
        {
            var text = item.GetProperty("text").GetString() ?? "";
            var labels = new List<Finding>();
            foreach (var span in item.GetProperty("spans").EnumerateArray())
            {
                var (start, end) = (CharAt(text, span.GetProperty("start").GetInt32()), CharAt(text, span.GetProperty("end").GetInt32()));
                if (kindOf(span.GetProperty("type").GetString() ?? "", text, start) is not { } kind) continue;
                labels.Add(new Finding(kind, Encoding.UTF8.GetByteCount(text.AsSpan(0, start)), Encoding.UTF8.GetByteCount(text.AsSpan(start, end - start))));
            }

            read.Add(new LabelledProse(text, labels));
        }

        return read;
    }

    private static int CharAt(string text, int codePoint)
    {
        var at = 0;
        for (; codePoint > 0; codePoint--) at += char.IsHighSurrogate(text[at]) ? 2 : 1;
        return at;
    }
}
