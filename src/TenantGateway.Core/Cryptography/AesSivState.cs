using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TenantGateway.Core.Cryptography;

/// <summary>S2V's running value (RFC 5297 section 2.4) after some associated data: 16 bytes that can be kept and copied.</summary>
[InlineArray(16)]
public struct AesSivState
{
    private byte _first;

    [UnscopedRef]
    internal Span<byte> Bytes => this;
}
