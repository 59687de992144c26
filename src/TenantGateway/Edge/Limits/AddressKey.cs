using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace TenantGateway.Edge.Limits;

/// <summary>An address as a number of 128 bits, IPv4 mapped into IPv6 (RFC 4291 section 2.5.5.2), so that both families and dual-stack sockets compare alike.</summary>
/// <param name="Value">In network order: the first bit of the address is the highest.</param>
internal readonly record struct AddressKey(UInt128 Value)
{
    private static readonly UInt128 Mapped = (UInt128)0xFFFF << 32;

    /// <summary>Who may be one caller: an IPv4 address, or an IPv6 /64, since whoever has one address of it has them all.</summary>
    public AddressKey Subscriber => IsIpv4 ? this : new AddressKey(Value >> 64 << 64);

    /// <summary>Where a caller lives: an IPv4 /24, or an IPv6 /48.</summary>
    public AddressKey Neighbourhood => IsIpv4 ? new AddressKey(Value >> 8 << 8) : new AddressKey(Value >> 80 << 80);

    private bool IsIpv4 => Value >> 32 == Mapped >> 32;

    public static AddressKey Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new AddressKey(address.AddressFamily == AddressFamily.InterNetwork
            ? Mapped | BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
