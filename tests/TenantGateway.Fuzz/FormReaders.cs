using System.Text;

namespace TenantGateway.Fuzz;

/// <summary>Reads names and values of forms as the most forgiving of frameworks do.</summary>
internal static class FormReaders
{
    /// <summary>Without case, brackets, indexes, and what may stand around it.</summary>
    public static string NameOf(string pair) => Plain(Decode(pair.Split('=')[0]));

    public static string ValueOf(string pair) => pair.Contains('=', StringComparison.Ordinal) ? Decode(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]) : "";

    public static string Plain(string name)
    {
        name = name.Trim('\0', ' ', '\t', '\r', '\n', '\v', '\f');
        var end = name.IndexOfAny(['[', '.', '\0']);
        return (end > 0 ? name[..end] : name).ToLowerInvariant();
    }

    private static string Decode(string raw)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < raw.Length; i++)
        {
            var isEscape = raw[i] == '%' && i + 2 < raw.Length && char.IsAsciiHexDigit(raw[i + 1]) && char.IsAsciiHexDigit(raw[i + 2]);
            bytes.Add(isEscape ? Convert.ToByte(raw.Substring(i + 1, 2), 16) : raw[i] == '+' ? (byte)' ' : (byte)raw[i]);
            if (isEscape) i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
