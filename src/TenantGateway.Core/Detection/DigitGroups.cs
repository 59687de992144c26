using System.Runtime.CompilerServices;

namespace TenantGateway.Core.Detection;

/// <summary>
/// A row of digits in groups, as people write numbers: between two groups stands a space (plain or no-break), a hyphen, a dot, a slash, or a parenthesis with at most
/// one space beside it. Reads at most <see cref="MaxGroups"/> groups and stops before a line ends.
/// </summary>
internal struct DigitGroups
{
    public const int MaxGroups = 10;

    private Places _places;

    public int Count { get; private set; }

    public readonly DigitGroup this[int index] => _places[index];

    /// <param name="text">The whole text.</param>
    /// <param name="at">A digit that no digit precedes.</param>
    public static DigitGroups Read(ReadOnlySpan<byte> text, int at)
    {
        var groups = new DigitGroups();
        var separator = (byte)0;
        while (groups.Count < MaxGroups)
        {
            var start = at;
            while (at < text.Length && Edge.IsDigit(text[at])) at++;
            groups._places[groups.Count++] = new DigitGroup(start, at - start, separator);
            separator = ReadSeparator(text, ref at);
            if (separator == 0) break;
        }

        return groups;
    }

    /// <summary>The digits of the first groups together.</summary>
    public readonly int Digits(int groups)
    {
        var digits = 0;
        for (var i = 0; i < groups; i++) digits += _places[i].Length;
        return digits;
    }

    /// <summary>True where one separator, of those allowed, stands between the first groups.</summary>
    public readonly bool AreJoinedBy(int groups, ReadOnlySpan<byte> allowed)
    {
        for (var i = 1; i < groups; i++)
        {
            if (_places[i].Separator != _places[1].Separator || !allowed.Contains(_places[i].Separator)) return false;
        }

        return true;
    }

    /// <summary>Copies the digits of the first groups, which the destination has room for.</summary>
    public readonly Span<byte> CopyDigits(ReadOnlySpan<byte> text, int groups, Span<byte> destination)
    {
        var length = 0;
        for (var i = 0; i < groups; i++)
        {
            text.Slice(_places[i].Start, _places[i].Length).CopyTo(destination[length..]);
            length += _places[i].Length;
        }

        return destination[..length];
    }

    // 0, and the position kept, where no digit follows.
    private static byte ReadSeparator(ReadOnlySpan<byte> text, ref int at)
    {
        var rest = text[at..];
        var (separator, length) = rest switch
        {
            [(byte)' ', (byte)'(', ..] => ((byte)'(', 2),
            [(byte)')', (byte)' ' or (byte)'-', ..] => ((byte)')', 2),
            [(byte)'(' or (byte)')' or (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/', ..] => (rest[0], 1),
            [0xC2, 0xA0, ..] => ((byte)' ', 2), // no-break space
            [0xE2, 0x80, 0xAF, ..] => ((byte)' ', 3), // narrow no-break space
            [0xE2, 0x80, 0x91, ..] => ((byte)'-', 3), // no-break hyphen
            _ => ((byte)0, 0),
        };
        if (length >= rest.Length || !Edge.IsDigit(rest[length])) return 0;
        at += length;
        return separator;
    }

    [InlineArray(MaxGroups)]
    private struct Places
    {
        private DigitGroup _first;
    }
}

/// <summary>Some digits, and the separator between them and the group before: 0 before the first.</summary>
internal readonly record struct DigitGroup(int Start, int Length, byte Separator)
{
    public int End => Start + Length;
}
