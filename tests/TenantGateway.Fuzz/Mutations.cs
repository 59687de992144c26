using System.Text;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz;

/// <summary>Breaks an input at random places: bytes go, come twice, turn over, or become what has broken parsers before.</summary>
internal static class Mutations
{
    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\"", "\\", "{", "}", "[", "]", ":", ",", " ", "\n", "\r", "\r\n", "\n\n", "\0", "\t", ";", "&", "=", "+", "%", "%00", "%41", "%E2%80%A2", "/", "..", ".", "-", "--", "'", "#", "?", "|", "null", "true", "0", "1e5", "1e400",
            "\"email\":", "\"Email\":1,", "\"name\":\"S3CRET\",", "email", "email[]", "email=S3CRET", "\\u0065", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\u2022\u2022\u2022", "\uFEFF", "\u017f", "\u212a", "data", "data:", "data: ", "--b", "--b--",
            "Content-Type: application/json\r\n", "name=\"email\"", "filename=\"x\"", "charset=utf-16", "pn1.", "hn1.", "p", "\\u0070n1.", "[DONE]",
            Planted.Token(TestTenant.Acme), Planted.Token(TestTenant.Globex), Planted.Handle(TestTenant.Acme.Analyst.Id), Planted.Token(TestTenant.Acme)[..20],
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0], [0xC3], [0xED, 0xA0, 0x80], [0x80], [0x7F],
    ];

    /// <summary>Every fifth input stays as it was made.</summary>
    public static byte[] Apply(byte[] input, Chance chance)
    {
        if (chance.OneIn(5)) return input;
        for (var i = chance.Below(4); i >= 0; i--) input = Mutate(input, chance);
        return input;
    }

    private static byte[] Mutate(byte[] input, Chance chance)
    {
        var at = chance.Below(input.Length + 1);
        var length = chance.Below(Math.Min(input.Length - at, chance.OneIn(3) ? 200 : 4) + 1);
        return chance.Below(6) switch
        {
            0 => [.. input[..at], .. input[(at + length)..]],
            1 => [.. input[..at], .. input[at..(at + length)], .. input[at..]],
            2 when at < input.Length => [.. input[..at], (byte)(input[at] ^ (1 << chance.Below(8))), .. input[(at + 1)..]],
            3 => [.. input[..at], .. chance.Of(Fragments), .. input[(at + length)..]],
            4 => [.. input[(at + length)..], .. input[..at]],
            _ => [.. input[..at], .. chance.Of(Fragments), .. input[at..]],
        };
    }
}
