using System.Buffers;
using System.Buffers.Text;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>Percent-encoding of query values (RFC 3986 section 2.1, with <c>+</c> for a space as forms write it).</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <param name="encoded">As it was sent.</param>
    /// <param name="destination">As long as <paramref name="encoded"/>, or longer; may be the same memory.</param>
    /// <param name="written">The length of what was decoded.</param>
    /// <returns>False where a percent sign is not followed by two hexadecimal digits.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> destination, out int written)
    {
        written = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var c = encoded[i];
            if (c == '%')
            {
                if (i + 2 >= encoded.Length || !Utf8Parser.TryParse(encoded.Slice(i + 1, 2), out byte value, out var consumed, 'x') || consumed != 2) return false;
                c = value;
                i += 2;
            }
            else if (c == '+')
            {
                c = (byte)' ';
            }

            destination[written++] = c;
        }

        return true;
    }

    /// <summary>Finds where in an encoded text a place of the decoded one lies. Goes forward only, from where the last call ended.</summary>
    /// <param name="encoded">Well formed.</param>
    /// <param name="at">In both: where to go on, and afterwards where it was found.</param>
    /// <param name="target">Where in the decoded text.</param>
    public static int FindEncoded(ReadOnlySpan<byte> encoded, ref (int Encoded, int Plain) at, int target)
    {
        for (; at.Plain < target; at.Plain++) at.Encoded += encoded[at.Encoded] == '%' ? 3 : 1;
        return at.Encoded;
    }

    public static void Encode(ReadOnlySpan<byte> value, ByteBuffer output)
    {
        foreach (var c in value)
        {
            if (Unreserved.Contains(c))
            {
                output.Append(c);
                continue;
            }

            output.Append((byte)'%');
            Utf8Formatter.TryFormat(c, output.Append(2), out _, new StandardFormat('X', 2));
        }
    }
}
