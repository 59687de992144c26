using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// S2V's running value (RFC 5297 section 2.4) after some associated data: 16 bytes that can be kept and copied. Made by <see cref="AesSiv.Start"/> and good
/// for the key that made it only. Not secret by itself, yet keep it as close as the key: it is a MAC over the associated data.
/// </summary>
[InlineArray(16)]
public struct AesSivState
{
    private byte _first;

    internal AesSivState(Vector128<byte> block) => this = Unsafe.BitCast<Vector128<byte>, AesSivState>(block);

    internal readonly Vector128<byte> Block => Unsafe.BitCast<AesSivState, Vector128<byte>>(this);
}
