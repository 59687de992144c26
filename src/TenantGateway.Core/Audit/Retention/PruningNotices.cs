using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Retention;

/// <summary>Finds notices in records.</summary>
public static class PruningNotices
{
    /// <summary>Reads the notice of a record.</summary>
    /// <returns>False where the record has none, or one that cannot be read.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> leaf, [NotNullWhen(true)] out PruningNotice? notice)
    {
        notice = null;
        // Most records have none, and are not parsed for it.
        if (leaf.Span.IndexOf("\"pruned\":{"u8) < 0) return false;
        try
        {
            using var record = JsonDocument.Parse(leaf);
            var root = record.RootElement;
            if (root.GetProperty("event").GetString() != AuditEvent.AuditPruned.Name) return false;
            notice = Read(root.GetProperty("pruned"));
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }

        return notice is not null;
    }

    private static PruningNotice? Read(JsonElement pruned)
    {
        if (!MerkleHash.TryParse(pruned.GetProperty("root").GetString(), out var root)) return null;
        return new PruningNotice
        {
            Through = pruned.GetProperty("through").GetInt64(),
            Root = root,
            Until = DateTimeOffset.FromUnixTimeMilliseconds(pruned.GetProperty("until").GetInt64()),
            Days = pruned.GetProperty("days").GetInt32(),
            Signature = Base64Url.DecodeFromChars(pruned.GetProperty("signature").GetString()),
        };
    }
}
