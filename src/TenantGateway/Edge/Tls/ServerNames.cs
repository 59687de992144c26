using System.Globalization;

namespace TenantGateway.Edge.Tls;

/// <summary>The name that a connection was opened for (RFC 6066 section 3), as names are compared.</summary>
internal static class ServerNames
{
    private static readonly IdnMapping Idn = new();

    /// <summary>
    /// Lower case, in the ASCII of the wire, and without the trailing dot of a fully qualified name: a spelling must not lead to other rules. The platform
    /// has turned <c>xn--</c> labels into Unicode, which neither certificates nor hosts are written in.
    /// </summary>
    public static string Compared(string serverName)
    {
        var name = (serverName.EndsWith('.') ? serverName[..^1] : serverName).ToLowerInvariant();
        if (System.Text.Ascii.IsValid(name)) return name;
        try
        {
            return Idn.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // No name of a host: nothing is equal to it.
            return name;
        }
    }
}
