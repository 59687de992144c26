namespace TenantGateway.Core.Tokens;

/// <summary>What a token holds: the class and the value, as they lie in the opened bytes.</summary>
/// <param name="type">How the value is written.</param>
/// <param name="class">ASCII, the name of a field class.</param>
/// <param name="value">At most <see cref="MaxValueLength"/> bytes.</param>
public readonly ref struct Payload(PayloadType type, ReadOnlySpan<byte> @class, ReadOnlySpan<byte> value)
{
    /// <summary>The longest value: 60 KB, so that every payload fits <see cref="TokenHeader.MaxBlocks"/>.</summary>
    public const int MaxValueLength = 60 * 1024;

    private const byte PadStart = 0x80;
    private const int Prefix = 2;

    public PayloadType Type { get; } = type;

    public ReadOnlySpan<byte> Class { get; } = @class;

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The length when written: type, length of the class, class, value, and padding (0x80, zeros) to the next multiple of 16,
    /// so that a token tells the length of its value only to within 16 bytes.</summary>
    public int PaddedLength => (Prefix + Class.Length + Value.Length + TokenHeader.BlockSize) & ~(TokenHeader.BlockSize - 1);

    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)Type;
        destination[1] = (byte)Class.Length;
        Class.CopyTo(destination[Prefix..]);
        Value.CopyTo(destination[(Prefix + Class.Length)..]);
        var end = Prefix + Class.Length + Value.Length;
        destination[end] = PadStart;
        destination[(end + 1)..PaddedLength].Clear();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; false where the bytes have another form.</summary>
    public static bool TryRead(ReadOnlySpan<byte> opened, out Payload payload)
    {
        payload = default;
        var end = opened.LastIndexOfAnyExcept((byte)0);
        if (end < Prefix || opened[end] != PadStart) return false;
        var type = (PayloadType)opened[0];
        var classLength = opened[1];
        if (type is not (PayloadType.Text or PayloadType.JsonLiteral) || Prefix + classLength > end) return false;
        payload = new Payload(type, opened.Slice(Prefix, classLength), opened[(Prefix + classLength)..end]);
        return true;
    }
}

/// <summary>How a value is written inside a token. The numbers are part of the format.</summary>
public enum PayloadType : byte
{
    /// <summary>Decoded UTF-8 text; in JSON it is written as a string with the fewest escapes.</summary>
    Text = 1,

    /// <summary>A JSON literal exactly as it was sent: a number, <c>true</c>, <c>false</c>, or a string with escapes of its own.</summary>
    JsonLiteral = 2,
}
