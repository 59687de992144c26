using System.Buffers;
using System.Text.Json;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection.Recognition;

/// <summary>
/// The batch request of Presidio's analyzer (<c>POST /analyze</c> with a list of texts) and its answer: for each text a list of <c>entity_type</c>, <c>start</c>, <c>end</c> and
/// <c>score</c>, places counted in Unicode code points.
/// </summary>
internal static class AnalyzerProtocol
{
    /// <summary>Writes a request about some of the texts of a unit.</summary>
    public static byte[] Write(RecognizerRule rule, ReadOnlySpan<byte> unit, ReadOnlySpan<AskedText> texts)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("text");
            var scratch = Scratch.Rent(256);
            try
            {
                foreach (var text in texts) writer.WriteStringValue(text.Read(unit, ref scratch));
            }
            finally
            {
                scratch.Dispose();
            }

            writer.WriteEndArray();
            writer.WriteString("language", rule.Language);
            writer.WriteNumber("score_threshold", rule.MinScore / 100m);
            writer.WriteStartArray("entities");
            foreach (var entity in rule.Entities) writer.WriteStringValue(entity.Entity);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var body = output.WrittenSpan.ToArray();
        output.Clear();
        return body;
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">JSON.</param>
    /// <param name="rule">What was asked for: how sure it must be.</param>
    /// <param name="texts">How many texts it was about.</param>
    /// <param name="first">The number of the first of them.</param>
    /// <exception cref="InvalidDataException">It is no answer to the request.</exception>
    public static List<OutsideFinding> Read(ReadOnlyMemory<byte> answer, RecognizerRule rule, int texts, int first)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() != texts) throw new InvalidDataException("The answer is about other texts.");
            var findings = new List<OutsideFinding>();
            foreach (var list in document.RootElement.EnumerateArray())
            {
                foreach (var found in list.EnumerateArray())
                {
                    if (found.GetProperty("score").GetDouble() * 100 < rule.MinScore) continue;
                    findings.Add(new OutsideFinding(first, found.GetProperty("entity_type").GetString() ?? "", found.GetProperty("start").GetInt32(), found.GetProperty("end").GetInt32()));
                }

                first++;
            }

            return findings;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("The answer is not the analyzer's.");
        }
    }
}
