namespace TenantGateway.Core.Content;

/// <summary>Three bullets (U+2022) in a row: part of every mask and of hardly any prose, so that a mask written back is recognised.</summary>
public static class MaskMarker
{
    public static ReadOnlySpan<byte> Utf8 => "\u2022\u2022\u2022"u8;
}
