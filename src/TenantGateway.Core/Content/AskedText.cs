using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>A text of a unit that a recognizer outside is to be asked about.</summary>
/// <param name="Start">Of the text as it is written, without the quotes of a JSON string; with them where it cannot be taken apart.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Coding">How it is written.</param>
/// <param name="IsWhole">Whether it cannot be taken apart, so that what is found in it takes all of it.</param>
public readonly record struct AskedText(int Start, int Length, SpanCoding Coding, bool IsWhole)
{
    /// <summary>The text itself.</summary>
    /// <param name="unit">In which it lies.</param>
    /// <param name="scratch">May hold it afterwards.</param>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> unit, ref Scratch scratch) => PayloadText.Read(Coding, unit.Slice(Start, Length), ref scratch);
}
