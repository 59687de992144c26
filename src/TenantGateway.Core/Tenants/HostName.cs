using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Core.Tenants;

/// <summary>
/// A host in the one form in which hosts are compared: lower case, without port and trailing dot. A DNS name of letters, digits and hyphens
/// (RFC 1123 section 2.1; 253 characters, labels of 63), an IPv4 address, or an IPv6 address in brackets.
/// </summary>
public readonly record struct HostName
{
    public const int MaxLength = 253;
    public const int MaxLabelLength = 63;

    private readonly string? _value;

    private HostName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default HostName names no host.");

    /// <summary>True for an IP address, and for whatever a URL parser would take for one: a name whose last label is a number.</summary>
    public bool IsAddress => Value[0] == '[' || char.IsAsciiDigit(Value[Value.LastIndexOf('.') + 1]) && Value.AsSpan(Value.LastIndexOf('.') + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Reads a host that is already in its compared form; anything else is refused, not mended.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostName host)
    {
        host = default;
        if (text is null || text.Length is 0 or > MaxLength || !(text[0] == '[' ? IsBracketedAddress(text) : IsName(text))) return false;
        host = new HostName(text);
        return true;
    }

    /// <summary>Reads the authority of a request (RFC 9110 section 7.2): any case, with or without a port or trailing dot.</summary>
    public static bool TryParseAuthority([NotNullWhen(true)] string? authority, out HostName host)
    {
        host = default;
        // ASCII first: lower-casing would turn the Kelvin sign into a k.
        if (authority is null || authority.Length is 0 or > MaxLength + 7 || !Ascii.IsValid(authority) || !TryCutPort(authority, out var name)) return false;
        if (name.EndsWith('.')) name = name[..^1];
        return TryParse(name.ToString().ToLowerInvariant(), out host);
    }

    public override string ToString() => _value ?? "";

    private static bool TryCutPort(string authority, out ReadOnlySpan<char> name)
    {
        name = authority;
        var colon = name.LastIndexOf(':');
        if (colon < 0 || name[^1] == ']') return true;
        var port = name[(colon + 1)..];
        name = name[..colon];
        return port.Length is > 0 and <= 5 && port.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static bool IsBracketedAddress(string text) =>
        text[^1] == ']' && IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out var address)
        && address.AddressFamily == AddressFamily.InterNetworkV6 && text == $"[{address}]";

    private static bool IsName(string text)
    {
        foreach (var range in text.AsSpan().Split('.'))
        {
            var label = text.AsSpan(range);
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-') return false;
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
            }
        }

        return true;
    }
}
