using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TenantGateway.Tests.Leakage;

/// <summary>Something that must not be found, in the forms in which it could be hidden.</summary>
internal sealed class Secret
{
    private readonly byte[][] _anyCase;
    private readonly byte[][] _exact;

    public Secret(string value)
    {
        Value = value;
        // ASCII letters are compared in lower case; others change their bytes with their case.
        string[] cases = [value, value.ToLowerInvariant(), value.ToUpperInvariant()];
        _anyCase = [.. cases.SelectMany(Texts).Select(Encoding.UTF8.GetBytes).Concat(cases.Select(Encoding.Unicode.GetBytes)).Select(Lower)];
        _exact = [.. cases.SelectMany(Cores)];
    }

    public string Value { get; }

    /// <param name="bytes">Where to look.</param>
    /// <param name="lower">The same with ASCII letters in lower case.</param>
    public bool IsIn(byte[] bytes, byte[] lower) =>
        _anyCase.Any(form => lower.AsSpan().IndexOf(form) >= 0) || _exact.Any(form => bytes.AsSpan().IndexOf(form) >= 0);

    public static byte[] Lower(byte[] bytes) => [.. bytes.Select(value => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value + 32) : value)];

    private static string[] Texts(string value) =>
    [
        value,
        Uri.EscapeDataString(value),
        Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal),
        JsonEncodedText.Encode(value).ToString(),
        JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        string.Concat(value.Select(c => $"\\u{(int)c:x4}")),
        Convert.ToHexString(Encoding.UTF8.GetBytes(value)),
    ];

    /// <summary>What base64 (RFC 4648 sections 4 and 5) of a text makes of a value within it: it depends on where the value starts, modulo three.</summary>
    private static IEnumerable<byte[]> Cores(string value)
    {
        for (var before = 0; before < 3; before++)
        {
            byte[] padded = [.. new byte[before], .. Encoding.UTF8.GetBytes(value)];
            // Characters that neighbours have a part in are cut off at both ends.
            var core = Convert.ToBase64String(padded)[(before == 0 ? 0 : before + 1)..(padded.Length / 3 * 4)];
            yield return Encoding.ASCII.GetBytes(core);
            yield return Encoding.ASCII.GetBytes(core.Replace('+', '-').Replace('/', '_'));
        }
    }
}
