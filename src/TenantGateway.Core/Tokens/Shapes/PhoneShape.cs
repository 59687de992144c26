using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens.Shapes;

/// <summary>
/// A phone number that stands for a phone number: <c>+999</c> and twelve digits, as long as E.164 lets a number be. The code 999 is not assigned to any
/// country or network, so it reaches nobody.
/// </summary>
/// <remarks>
/// A number becomes its rank among those that the shape can hold (<see cref="PhoneRank"/>), the rank is permuted with FF1 over six numerals of radix 89, and each
/// <see cref="ShapeKey.Slot"/> has 89^6 values of its own: two of them nearly fill the twelve digits. <b>Nothing authenticates it</b>: a shape that was altered or made under another
/// key restores to some other number. Equal numbers of one class look alike to the tenant's services.
/// <para>Validators that match the E.164 pattern take it; those that know numbering plans (libphonenumber) refuse it. Twelve digits cannot hold every number: of
/// those with more than twelve digits (mobiles of China, Brazil and Nigeria, some of Germany and Austria) none fits.</para>
/// </remarks>
public static class PhoneShape
{
    /// <summary>Bytes of a shape.</summary>
    public const int Length = 16;

    /// <summary>Bytes of the longest number that has a shape.</summary>
    public const int MaxNumberLength = 1 + PhoneRank.MaxDigits;

    private const uint Radix = 89;
    private const int RankNumerals = 6;
    private const ulong RanksOfSlot = 496_981_290_961; // 89^6

    private static readonly Ff1Domain Ranks = new((int)Radix, RankNumerals);

    private static ReadOnlySpan<byte> Prefix => "+999"u8;

    /// <summary>Writes the shape of a number.</summary>
    /// <param name="key">The tenant's generation that has shapes.</param>
    /// <param name="fieldClass">ASCII; the shape restores under the same class only.</param>
    /// <param name="number">UTF-8 text.</param>
    /// <param name="shape"><see cref="Length"/> bytes; untouched where the number does not fit.</param>
    /// <returns><see cref="ShapeFit.AnotherFormat"/> for whatever is not <c>+</c> and 7 to 15 digits of a country, <see cref="ShapeFit.OutOfRange"/> for a number
    /// that <see cref="PhoneRank"/> has no rank for.</returns>
    public static ShapeFit TryWrite(ShapeKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> number, Span<byte> shape)
    {
        if (FitOf(number, out var rank) is var fit and not ShapeFit.Fits) return fit;
        Span<byte> numerals = stackalloc byte[RankNumerals];
        Numerals.Write(rank, Radix, numerals);
        key.Encrypt(ShapeKind.Phone, fieldClass, Ranks, numerals);
        Prefix.CopyTo(shape);
        Numerals.Format(((ulong)key.Slot * RanksOfSlot) + Numerals.Read(numerals, Radix), shape[Prefix.Length..Length]);
        return ShapeFit.Fits;
    }

    /// <summary>Whether a number has a shape, as <see cref="TryWrite"/> tells.</summary>
    public static ShapeFit FitOf(ReadOnlySpan<byte> number) => FitOf(number, out _);

    /// <summary>Whether a text is a number of the code that shapes have, be it one or not.</summary>
    public static bool LiesBeyond(ReadOnlySpan<byte> text) => text.StartsWith(Prefix);

    /// <summary>The slot of a shape, without a key. False where the text is no phone shape, as every number that can be called.</summary>
    public static bool TryReadSlot(ReadOnlySpan<byte> text, out int slot) => TryRead(text, out slot, out _);

    /// <summary>Gives back the number that a shape of this key stands for. <b>Unverified</b>: whatever has the form of a shape may give a number.</summary>
    /// <param name="key">The tenant's generation of the slot that <see cref="TryReadSlot"/> tells.</param>
    /// <param name="fieldClass">The class under which it was written.</param>
    /// <param name="shape">The whole value.</param>
    /// <param name="number"><see cref="MaxNumberLength"/> bytes.</param>
    /// <param name="written">How many of them the number takes.</param>
    /// <returns>False where the text is no shape, is of another slot, or cannot have been made under this key and class.</returns>
    public static bool TryRestoreUnverified(ShapeKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> shape, Span<byte> number, out int written)
    {
        written = 0;
        if (!TryRead(shape, out var slot, out var image) || slot != key.Slot) return false;
        Span<byte> numerals = stackalloc byte[RankNumerals];
        Numerals.Write(image, Radix, numerals);
        key.Decrypt(ShapeKind.Phone, fieldClass, Ranks, numerals);
        if (!PhoneRank.TryUnrank(Numerals.Read(numerals, Radix), number[1..], out written)) return false;
        number[0] = (byte)'+';
        written++;
        return true;
    }

    private static ShapeFit FitOf(ReadOnlySpan<byte> number, out ulong rank)
    {
        rank = 0;
        if (number.Length is < 8 or > 16 || number[0] != '+' || number[1] == '0' || number.StartsWith(Prefix) || !Numerals.TryParse(number[1..], out _)) return ShapeFit.AnotherFormat;
        return PhoneRank.TryRank(number[1..], out rank) ? ShapeFit.Fits : ShapeFit.OutOfRange;
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out int slot, out ulong image)
    {
        (slot, image) = (0, 0);
        if (text.Length != Length || !text.StartsWith(Prefix) || !Numerals.TryParse(text[Prefix.Length..], out var value)) return false;
        (slot, image) = ((int)(value / RanksOfSlot), value % RanksOfSlot);
        return slot < ShapeKey.Slots;
    }
}
