using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens.Shapes;

/// <summary>
/// A date that stands for a date: ISO 8601 <c>yyyy-MM-dd</c>, from 3000-01-01 on, so that it is valid for every calendar and nobody's.
/// </summary>
/// <remarks>
/// Day numbers are permuted with FF1 over six digits, the smallest domain that is allowed, and each <see cref="ShapeKey.Slot"/> has a million days of its own: the year
/// tells the generation without a key. <b>Nothing authenticates it</b>: a shape that was altered or made under another key mostly restores to some other date.
/// Only dates within 400 years are taken, which leaves six of seven such mistakes without a date, and no more than that. Equal dates of one class look alike to the tenant's services.
/// <para>Libraries that count nanoseconds in 64 bits cannot hold a year beyond 2262; a service of that kind needs another protection.</para>
/// </remarks>
public static class DateShape
{
    /// <summary>Bytes of a date and of its shape.</summary>
    public const int Length = 10;

    /// <summary>The first date that has a shape.</summary>
    public static readonly DateOnly First = new(1800, 1, 1);

    /// <summary>The last date that has a shape.</summary>
    public static readonly DateOnly Last = new(2199, 12, 31);

    private const int Digits = 6;
    private const int DaysOfSlot = 1_000_000;

    private static readonly Ff1Domain Days = new(10, Digits);
    private static readonly int FirstShape = new DateOnly(3000, 1, 1).DayNumber;

    /// <summary>Writes the shape of a date.</summary>
    /// <param name="key">The tenant's generation that has shapes.</param>
    /// <param name="fieldClass">ASCII; the shape restores under the same class only.</param>
    /// <param name="date">UTF-8 text.</param>
    /// <param name="shape"><see cref="Length"/> bytes; untouched where the date does not fit.</param>
    /// <returns><see cref="ShapeFit.AnotherFormat"/> for whatever is no calendar date as <c>yyyy-MM-dd</c>, <see cref="ShapeFit.OutOfRange"/> for a date
    /// before <see cref="First"/> or after <see cref="Last"/>.</returns>
    public static ShapeFit TryWrite(ShapeKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> date, Span<byte> shape)
    {
        if (FitOf(date, out var parsed) is var fit and not ShapeFit.Fits) return fit;
        Span<byte> digits = stackalloc byte[Digits];
        Numerals.Write((ulong)parsed.DayNumber, 10, digits);
        key.Encrypt(ShapeKind.Date, fieldClass, Days, digits);
        Write(DateOnly.FromDayNumber(FirstShape + (key.Slot * DaysOfSlot) + (int)Numerals.Read(digits, 10)), shape);
        return ShapeFit.Fits;
    }

    /// <summary>Whether a date has a shape, as <see cref="TryWrite"/> tells.</summary>
    public static ShapeFit FitOf(ReadOnlySpan<byte> date) => FitOf(date, out _);

    /// <summary>Whether a text is a date as far away as shapes are, be it one or not: year 3000 or later.</summary>
    public static bool LiesBeyond(ReadOnlySpan<byte> text) => TryParse(text, out var date) && date.DayNumber >= FirstShape;

    /// <summary>The slot of a shape, without a key. False where the text is no date shape, as every date of a living person.</summary>
    public static bool TryReadSlot(ReadOnlySpan<byte> text, out int slot) => TryRead(text, out slot, out _);

    /// <summary>Gives back the date that a shape of this key stands for. <b>Unverified</b>: whatever has the form of a shape may give a date.</summary>
    /// <param name="key">The tenant's generation of the slot that <see cref="TryReadSlot"/> tells.</param>
    /// <param name="fieldClass">The class under which it was written.</param>
    /// <param name="shape">The whole value.</param>
    /// <param name="date"><see cref="Length"/> bytes; untouched where there is no date.</param>
    /// <returns>False where the text is no shape, is of another slot, or cannot have been made under this key and class.</returns>
    public static bool TryRestoreUnverified(ShapeKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> shape, Span<byte> date)
    {
        if (!TryRead(shape, out var slot, out var image) || slot != key.Slot) return false;
        Span<byte> digits = stackalloc byte[Digits];
        Numerals.Write((ulong)image, 10, digits);
        key.Decrypt(ShapeKind.Date, fieldClass, Days, digits);
        var restored = DateOnly.FromDayNumber((int)Numerals.Read(digits, 10));
        if (restored < First || restored > Last) return false;
        Write(restored, date);
        return true;
    }

    private static ShapeFit FitOf(ReadOnlySpan<byte> date, out DateOnly parsed) =>
        !TryParse(date, out parsed) ? ShapeFit.AnotherFormat : parsed < First || parsed > Last ? ShapeFit.OutOfRange : ShapeFit.Fits;

    private static bool TryRead(ReadOnlySpan<byte> text, out int slot, out int image)
    {
        (slot, image) = (0, 0);
        if (!TryParse(text, out var date) || date.DayNumber < FirstShape) return false;
        (slot, image) = Math.DivRem(date.DayNumber - FirstShape, DaysOfSlot);
        return slot < ShapeKey.Slots;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != Length || text[4] != '-' || text[7] != '-'
            || !Numerals.TryParse(text[..4], out var year) || !Numerals.TryParse(text[5..7], out var month) || !Numerals.TryParse(text[8..], out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > (ulong)DateTime.DaysInMonth((int)year, (int)month))
        {
            return false;
        }

        date = new DateOnly((int)year, (int)month, (int)day);
        return true;
    }

    private static void Write(DateOnly date, Span<byte> text)
    {
        Numerals.Format((ulong)date.Year, text[..4]);
        text[4] = (byte)'-';
        Numerals.Format((ulong)date.Month, text[5..7]);
        text[7] = (byte)'-';
        Numerals.Format((ulong)date.Day, text[8..Length]);
    }
}
