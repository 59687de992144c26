using System.Collections.Immutable;
using System.Text.Json;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Conversion;

/// <summary>
/// Finds date and phone shapes in stored rows, by slot. Nothing but their form tells them, so every whole string of that form is taken for one, also in a document inside of a string: what proves that none
/// is left must rather find one too many.
/// </summary>
internal static class RowShapes
{
    // A character of a shape may be written as \u and four digits.
    private const int LongestEscaped = 6 * PhoneShape.Length;

    /// <summary>Counts them.</summary>
    /// <param name="row">Well formed.</param>
    /// <param name="shapes">What is looked for.</param>
    /// <param name="bySlot">Gets one more for each.</param>
    public static void Count(ReadOnlySpan<byte> row, ImmutableArray<ValueShape> shapes, Span<long> bySlot) => Count(row, shapes, bySlot, isInside: false);

    private static void Count(ReadOnlySpan<byte> json, ImmutableArray<ValueShape> shapes, Span<long> bySlot, bool isInside)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String) continue;
            var mayBeDocument = !isInside && reader.ValueSpan.Length > 2;
            if (!mayBeDocument && reader.ValueSpan.Length > LongestEscaped) continue;
            using var unescaped = Scratch.Rent(reader.ValueSpan.Length);
            var length = JsonText.Unescape(reader.ValueSpan, unescaped.Span);
            if (length <= 0) continue;
            var text = unescaped.Span[..length];
            if (mayBeDocument && text[0] is (byte)'{' or (byte)'[') CountInside(text, shapes, bySlot);
            else CountOne(text, shapes, bySlot);
        }
    }

    private static void CountInside(ReadOnlySpan<byte> text, ImmutableArray<ValueShape> shapes, Span<long> bySlot)
    {
        Span<long> found = stackalloc long[ShapeKey.Slots];
        found.Clear();
        try
        {
            Count(text, shapes, found, isInside: true);
        }
        catch (JsonException)
        {
            // What came before the end of the document is of a text that is none.
            return;
        }

        for (var slot = 0; slot < found.Length; slot++) bySlot[slot] += found[slot];
    }

    private static void CountOne(ReadOnlySpan<byte> text, ImmutableArray<ValueShape> shapes, Span<long> bySlot)
    {
        foreach (var shape in shapes)
        {
            if (!ShapedValues.TryReadSlot(shape, text, out var slot)) continue;
            bySlot[slot]++;
            return;
        }
    }
}
