using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Operations;

/// <summary>
/// The hash by which an approver says what is approved: SHA-256 over a domain string, kind, tenant, parameters and effects, every member with its
/// length in front and every list with its count, so that no two plans share an encoding.
/// </summary>
public static class OperationHash
{
    public const int Size = SHA256.HashSizeInBytes;

    private static readonly byte[] Domain = "TenantGateway operation v1"u8.ToArray();

    public static byte[] Of(string kind, TenantId tenant, ImmutableSortedDictionary<string, string> parameters, ImmutableArray<string> effects)
    {
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, Domain);
        AppendText(buffer, kind);
        AppendText(buffer, tenant.Value);
        SignedEncoding.Append(buffer, parameters.Count);
        // By code unit, whatever order the dictionary was made with.
        foreach (var (name, value) in parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            AppendText(buffer, name);
            AppendText(buffer, value);
        }

        SignedEncoding.Append(buffer, effects.Length);
        foreach (var effect in effects) AppendText(buffer, effect);
        return SHA256.HashData(buffer.ToArray());
    }

    /// <summary>64 lower-case hexadecimal digits: what people compare and repeat.</summary>
    public static string ToText(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    public static bool TryParse(string? text, out byte[] hash)
    {
        hash = new byte[Size];
        return text is { Length: 2 * Size } && Convert.FromHexString(text, hash, out _, out var written) == System.Buffers.OperationStatus.Done && written == Size;
    }

    private static void AppendText(MemoryStream buffer, string text) => SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(text));
}
