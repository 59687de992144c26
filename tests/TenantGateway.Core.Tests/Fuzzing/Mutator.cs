using System.Text;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Fuzzing;

/// <summary>Breaks inputs: takes bytes out, doubles them, flips them, and puts in what some reader might stumble over.</summary>
internal static class Mutator
{
    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\"", "\\", "{", "}", "[", "]", ":", ",", " ", "\n", "\r\n", "\r", "\n\n", "\0", "\t", "null", "0", "-", "1e5", "%", "%00", "%2B", "%c3%a9", "%25", "+", "&", "=", ";", "#", "?", "/", "//", "..", "@",
            "\"email\":", "\"Email\":1,", "\"email\":\"S3CRET\",", "email=S3CRET", "email[]=", "data:", "data: ", "data:\n", "event: x\n", "id: 1\n", ":", "--b", "--b--", "--b\r\n", "\r\n\r\n",
            "Content-Disposition: form-data; name=\"email\"\r\n", "Content-Type: application/json\r\n", "\\u0061", "\\u0000", "\\ud800", "\\ud83d\\ude00", "\u2022\u2022\u2022", "\uFEFF", "\u00e9", "\U0001F600",
            "pn1.", "hn1.", "ps1.", "pn", "\\u0070n1.", "ada@example.org", "4111 1111 1111 1111", "+49 151 23456789",
            Sealed.Token(TestTenant.Acme.Data, "S3CRET", "email"), Sealed.Token(TestTenant.Globex.Data, "S3CRET", "email"),
            Encoding.ASCII.GetString(Sealed.HandleOf(TestTenant.Acme.Data, TestTenant.Acme.Analyst.Id, "S3CRET"u8, "email")),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0], [0xED, 0xA0, 0x80], [0x80],
    ];

    public static byte[] Mutate(byte[] input, Dice dice)
    {
        for (var left = dice.Next(0, 5); left > 0; left--)
        {
            var at = dice.Next(input.Length + 1);
            var share = dice.NextDouble();
            var length = (int)(share * share * (input.Length - at));
            var fragment = Fragments[dice.Next(Fragments.Length)];
            input = dice.Next(6) switch
            {
                0 => [.. input[..at], .. input[(at + length)..]],
                1 => [.. input[..at], .. input.AsSpan(at, length), .. input[at..]],
                2 when at < input.Length => [.. input[..at], (byte)(input[at] ^ (1 << dice.Next(8))), .. input[(at + 1)..]],
                3 => [.. input[..at], .. fragment, .. input[Math.Min(input.Length, at + 1)..]],
                4 => input[..at],
                _ => [.. input[..at], .. fragment, .. input[at..]],
            };
        }

        return input;
    }

    /// <summary>The input in pieces of any length.</summary>
    public static IEnumerable<byte[]> Cut(byte[] input, Dice dice)
    {
        for (var at = 0; at < input.Length;)
        {
            var length = Math.Min(dice.Next(1, 40), input.Length - at);
            yield return input[at..(at + length)];
            at += length;
        }
    }
}
