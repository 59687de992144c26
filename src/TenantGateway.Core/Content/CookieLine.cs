namespace TenantGateway.Core.Content;

/// <summary>Finds cookies in a <c>Cookie</c> header (RFC 6265 section 4.2).</summary>
public static class CookieLine
{
    /// <summary>Finds the one cookie of a name.</summary>
    /// <param name="line">The value of the header.</param>
    /// <param name="name">Exact.</param>
    /// <param name="value">As it was sent; null where there is none.</param>
    /// <returns>False where it comes twice or without a value, or where another might be taken for it: by its case, or by blanks around its name.</returns>
    public static bool TryFind(string line, string name, out string? value)
    {
        value = null;
        foreach (var range in line.AsSpan().Split(';'))
        {
            var pair = line.AsSpan(range).Trim(" \t");
            var equals = pair.IndexOf('=');
            var sent = equals < 0 ? pair : pair[..equals];
            if (!sent.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (equals < 0 || value is not null || !sent.SequenceEqual(name)) return false;
            value = pair[(equals + 1)..].ToString();
        }

        return true;
    }
}
