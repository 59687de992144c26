using System.Security.Cryptography;

namespace TenantGateway.Core.Tokens;

/// <summary>Random nonces, drawn from the operating system's generator in lots per thread; a used byte is cleared and never given again.</summary>
internal static class Nonces
{
    public const int Size = 16;

    private const int Lot = 64 * Size;

    [ThreadStatic]
    private static byte[]? _lot;

    [ThreadStatic]
    private static int _left;

    public static void Next(Span<byte> nonce)
    {
        var lot = _lot ??= new byte[Lot];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(lot);
            _left = Lot;
        }

        _left -= Size;
        var source = lot.AsSpan(_left, Size);
        source.CopyTo(nonce);
        source.Clear();
    }
}
