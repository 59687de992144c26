using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Keys;

/// <summary>
/// Names a key generation inside tokens: six characters of <c>[a-z2-7]</c> (RFC 4648 base32, lower case), 30 bits, unique in a deployment.
/// A table in memory says which tenant, key line and generation it means; an unknown id means the token is not ours.
/// </summary>
public readonly record struct KeyId
{
    public const int Length = 6;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private readonly uint _bits;
    private readonly bool _set;

    private KeyId(uint bits)
    {
        _bits = bits;
        _set = true;
    }

    public bool IsDefault => !_set;

    /// <param name="bits">Random bits; the low 30 are used.</param>
    public static KeyId FromBits(uint bits) => new(bits & 0x3FFF_FFFF);

    public static bool TryParse(ReadOnlySpan<byte> text, out KeyId id)
    {
        id = default;
        if (text.Length != Length)
        {
            return false;
        }

        uint bits = 0;
        foreach (var c in text)
        {
            uint value;
            if (c is >= (byte)'a' and <= (byte)'z') value = (uint)(c - 'a');
            else if (c is >= (byte)'2' and <= (byte)'7') value = (uint)(c - '2' + 26);
            else return false;
            bits = (bits << 5) | value;
        }

        id = new KeyId(bits);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out KeyId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        id = default;
        return text is { Length: Length } && System.Text.Ascii.FromUtf16(text, bytes, out var written) == System.Buffers.OperationStatus.Done
            && TryParse(bytes[..written], out id);
    }

    public static KeyId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A key id is six characters of [a-z2-7].");

    /// <summary>Writes the six characters.</summary>
    public void Write(Span<byte> destination)
    {
        if (!_set) throw new InvalidOperationException("A default KeyId names no key.");
        for (var i = 0; i < Length; i++)
        {
            destination[i] = (byte)Alphabet[(int)((_bits >> (5 * (Length - 1 - i))) & 31)];
        }
    }

    public override string ToString()
    {
        if (!_set) return "";
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return System.Text.Encoding.ASCII.GetString(bytes);
    }
}
