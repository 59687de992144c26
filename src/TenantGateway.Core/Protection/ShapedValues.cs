using System.Diagnostics;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Protection;

/// <summary>Values in the shapes that policies name.</summary>
internal static class ShapedValues
{
    /// <summary>Whether a value has a shape. An address must have one <c>@</c> with something on either side: what its service would refuse is not to pass in disguise.</summary>
    public static bool Fits(ValueShape shape, in Payload value) => ShapeFit.Fits == shape switch
    {
        ValueShape.Email => IsAddress(value.Value) ? EmailShape.FitOf(value.Class, value.Value) : ShapeFit.AnotherFormat,
        ValueShape.Date => DateShape.FitOf(value.Value),
        ValueShape.Phone => PhoneShape.FitOf(value.Value),
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether a text lies where shapes lie, be it one or not. Nobody lives there, so it is no value that a caller has.</summary>
    public static bool LieAt(ValueShape shape, ReadOnlySpan<byte> text) => shape switch
    {
        ValueShape.Email => EmailShape.LiesInZone(text),
        ValueShape.Date => DateShape.LiesBeyond(text),
        ValueShape.Phone => PhoneShape.LiesBeyond(text),
        _ => throw new UnreachableException(),
    };

    /// <summary>Appends the shape of a value that <see cref="Fits"/>.</summary>
    public static void Append(ValueShape shape, GenerationKey key, in Payload value, ByteBuffer output)
    {
        var fit = shape switch
        {
            ValueShape.Email => EmailShape.TryWrite(key.Shapes, value.Class, value.Value, output),
            ValueShape.Date => DateShape.TryWrite(key.Shapes, value.Class, value.Value, output.Append(DateShape.Length)),
            ValueShape.Phone => PhoneShape.TryWrite(key.Shapes, value.Class, value.Value, output.Append(PhoneShape.Length)),
            _ => throw new UnreachableException(),
        };
        if (fit != ShapeFit.Fits) throw new UnreachableException();
    }

    /// <summary>The slot that a date or phone shape tells; false where the text is none.</summary>
    public static bool TryReadSlot(ValueShape shape, ReadOnlySpan<byte> text, out int slot)
    {
        slot = 0;
        return shape switch
        {
            ValueShape.Email => false,
            ValueShape.Date => DateShape.TryReadSlot(text, out slot),
            ValueShape.Phone => PhoneShape.TryReadSlot(text, out slot),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Gives back what a date or phone shape stands for under a key. <b>Unverified.</b></summary>
    /// <param name="shape">Not an email shape, which is opened.</param>
    /// <param name="key">Of the slot that it tells.</param>
    /// <param name="fieldClass">Of its place.</param>
    /// <param name="text">The whole value; may lie in <paramref name="restored"/>.</param>
    /// <param name="restored">Holds the payload afterwards.</param>
    /// <param name="payload">Lies there.</param>
    /// <returns>False where it cannot have been made under this key and class.</returns>
    public static bool TryRestoreUnverified(ValueShape shape, GenerationKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> text, ref Scratch restored, out Payload payload)
    {
        Span<byte> value = stackalloc byte[PhoneShape.Length];
        var length = DateShape.Length;
        payload = default;
        var isRestored = shape == ValueShape.Date
            ? DateShape.TryRestoreUnverified(key.Shapes, fieldClass, text, value)
            : PhoneShape.TryRestoreUnverified(key.Shapes, fieldClass, text, value, out length);
        if (!isRestored) return false;
        restored.EnsureCapacity(length);
        value[..length].CopyTo(restored.Span);
        payload = new Payload(PayloadType.Text, fieldClass, restored.Span[..length]);
        return true;
    }

    private static bool IsAddress(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'@') is > 0 and var at && at < text.Length - 1 && text.LastIndexOf((byte)'@') == at && !text.ContainsAnyInRange((byte)0, (byte)' ');
}
