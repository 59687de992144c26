using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// Where values lie and how they are written: knows a format and what to look for in it, nothing of keys or of who may see what.
/// </summary>
public interface ICarrier
{
    /// <summary>Finds the spans of a unit. A refusal is part of the outcome, never an exception.</summary>
    void Scan(ReadOnlySpan<byte> unit, UnitScan scan);

    /// <summary>Reads a span so that <see cref="WriteValue"/> gives the same bytes again.</summary>
    /// <param name="literal">The bytes of the span.</param>
    /// <param name="fieldClass">Becomes the payload's class.</param>
    /// <param name="scratch">May hold the payload afterwards.</param>
    Payload ReadValue(ReadOnlySpan<byte> literal, ReadOnlySpan<byte> fieldClass, ref Scratch scratch);

    /// <summary>Writes a value in the way of this carrier.</summary>
    void WriteValue(in Payload payload, ByteBuffer output);

    /// <summary>Writes a text, such as a token, in the way of this carrier.</summary>
    void WriteText(ReadOnlySpan<byte> text, ByteBuffer output);
}
