using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Keys;

/// <summary>
/// Everything by which a generation could be used, in pieces of 16 bytes, so that half a copy is found too: the generation key, the key that HKDF extracts
/// from it, the derived keys, and the round keys of AES (FIPS 197), computed here by AES itself.
/// </summary>
internal static class KeySecrets
{
    private const int Piece = 16;

    /// <summary>The names of round keys end so; they lie in memory while the generation is held.</summary>
    internal const string RoundKey = "round key";

    internal static IEnumerable<KeyValuePair<string, byte[]>> Of(KeyLine line, byte[] key)
    {
        var extracted = HKDF.Extract(HashAlgorithmName.SHA512, key, salt: null);
        IEnumerable<KeyValuePair<string, byte[]>> secrets = [.. Pieces($"{line} generation key", key), .. Pieces($"{line} extracted key", extracted)];
        foreach (var purpose in PurposesOf(line))
        {
            var derived = new byte[purpose == "audit/pseudonym" ? 32 : AesSiv.KeySize];
            KeyDerivation.Derive(key, purpose, derived);
            secrets = purpose == "audit/pseudonym"
                ? secrets.Concat(Pieces($"{purpose} derived key", derived))
                : secrets.Concat(Pieces($"{purpose} MAC {RoundKey}", Expand(derived[..32]))).Concat(Pieces($"{purpose} CTR {RoundKey}", Expand(derived[32..])));
        }

        return secrets;
    }

    private static string[] PurposesOf(KeyLine line) => line switch
    {
        KeyLine.Data => ["token/randomised", "handle"],
        KeyLine.Lookup => ["token/deterministic"],
        _ => ["audit/pseudonym", "audit/details"],
    };

    private static IEnumerable<KeyValuePair<string, byte[]>> Pieces(string name, byte[] bytes) =>
        bytes.Chunk(Piece).Select((piece, number) => KeyValuePair.Create($"{name} [{number}]", piece));

    // FIPS 197 section 5.2 for a key of 32 bytes, word by word, with the S-box taken from the definition: inverse in GF(2^8), then the affine map.
    private static byte[] Expand(byte[] key)
    {
        var words = new byte[60][];
        for (var i = 0; i < 8; i++) words[i] = key[(4 * i)..((4 * i) + 4)];
        byte constant = 1;
        for (var i = 8; i < 60; i++)
        {
            var word = words[i - 1].ToArray();
            if (i % 8 == 0)
            {
                word = [(byte)(Substitute(word[1]) ^ constant), Substitute(word[2]), Substitute(word[3]), Substitute(word[0])];
                constant = Multiply(constant, 2);
            }
            else if (i % 8 == 4)
            {
                word = [.. word.Select(Substitute)];
            }

            words[i] = [.. word.Zip(words[i - 8], (one, other) => (byte)(one ^ other))];
        }

        return [.. words.SelectMany(word => word)];
    }

    private static byte Substitute(byte value)
    {
        byte inverse = value == 0 ? (byte)0 : (byte)Enumerable.Range(1, 255).First(candidate => Multiply(value, (byte)candidate) == 1);
        byte result = 0x63;
        for (var turn = 0; turn < 5; turn++) result ^= (byte)((inverse << turn) | (inverse >> (8 - turn)));
        return result;
    }

    private static byte Multiply(byte one, byte other)
    {
        byte product = 0;
        for (; other != 0; other >>= 1, one = (byte)((one << 1) ^ ((one >> 7) * 0x1B)))
        {
            if ((other & 1) != 0) product ^= one;
        }

        return product;
    }
}
