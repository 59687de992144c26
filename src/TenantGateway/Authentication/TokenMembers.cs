namespace TenantGateway.Authentication;

/// <summary>What stands in header and payload of a token of any kind, before anything of it is believed.</summary>
internal static class TokenMembers
{
    /// <summary>Reads both, names unique, and refuses what would change how the rest is read.</summary>
    /// <param name="parts">The three parts, each in its one spelling.</param>
    /// <param name="buffer">Takes the members: twice as long as header and payload.</param>
    /// <param name="header">Of the token.</param>
    /// <param name="payload">Of the token.</param>
    /// <exception cref="System.Text.Json.JsonException">A part is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A name holds half of a surrogate pair.</exception>
    public static TokenDefect Read(in CompactToken parts, Span<byte> buffer, out JsonMembers header, out JsonMembers payload)
    {
        var defect = parts.Decode(buffer, out var headerText, out var payloadText);
        var names = buffer[(headerText.Length + payloadText.Length)..];
        header = new JsonMembers(headerText, names[..headerText.Length]);
        payload = new JsonMembers(payloadText, names.Slice(headerText.Length, payloadText.Length));
        if (defect == TokenDefect.None) defect = header.Read();
        if (defect == TokenDefect.None) defect = payload.Read();
        return defect == TokenDefect.None ? JoseHeader.RefuseExtensions(in header) : defect;
    }
}
