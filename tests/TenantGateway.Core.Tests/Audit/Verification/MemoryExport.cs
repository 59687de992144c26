using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Verification;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tests.Audit.Checkpoints;
using TenantGateway.Core.Tests.Audit.Merkle;

namespace TenantGateway.Core.Tests.Audit.Verification;

/// <summary>A small log in memory and exports of it.</summary>
internal sealed class MemoryExport : IExportFiles
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    public Dictionary<string, byte[]> Files { get; private init; } = [];

    public IReadOnlySet<string> Names
    {
        get
        {
            _names.Clear();
            _names.UnionWith(Files.Keys);
            return _names;
        }
    }

    public Stream Open(string name) => new MemoryStream(Files[name]);

    public MemoryExport Copy() => new() { Files = new Dictionary<string, byte[]>(Files) };

    /// <summary>Records of three tenants in turns, each placed as the writer does.</summary>
    public static List<byte[]> Leaves(int count, string mark = "")
    {
        var tails = new Dictionary<string, AuditTail>();
        var leaves = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            var tenant = ((string[])["acme", "globex", "operator"])[i % 3];
            var tail = tails.GetValueOrDefault(tenant);
            var entry = new AuditEntry { Event = AuditEvent.AccessDenied, Tenant = TenantId.Parse(tenant), Outcome = "role_missing", Subject = $"{mark}{i}" };
            var leaf = AuditLeaf.Encode(entry, new AuditPlace(tail.Sequence + 1, tail.Sequence == 0 ? null : tail.Hash, DateTimeOffset.UnixEpoch.AddSeconds(i), null));
            tails[tenant] = new AuditTail(tail.Sequence + 1, MerkleHash.OfLeaf(leaf));
            leaves.Add(leaf);
        }

        return leaves;
    }

    public static ReferenceTree TreeOf(IEnumerable<byte[]> leaves)
    {
        var tree = new ReferenceTree();
        foreach (var leaf in leaves) tree.Add(leaf);
        return tree;
    }

    public static MemoryExport OfLog(IReadOnlyList<byte[]> leaves, TestNotes notes, params int[] sizes)
    {
        var tree = TreeOf(leaves);
        var export = new MemoryExport();
        export.Files[ExportManifest.LeavesFile] = [.. leaves.SelectMany(leaf => (byte[])[.. leaf, (byte)'\n'])];
        export.Files[ExportManifest.HashesFile] = Encoding.ASCII.GetBytes(string.Concat(tree.Leaves.Select(hash => hash + "\n")));
        foreach (var size in sizes) export.Files[ExportManifest.CheckpointName(size)] = notes.Sign(size, tree.Root(size));
        export.Sign(notes, null, leaves.Count, 0, sizes[^1]);
        return export;
    }

    /// <param name="leaves">The whole log.</param>
    /// <param name="tenant">Whose records are exported.</param>
    /// <param name="notes">Signs.</param>
    /// <param name="sizes">The sizes of the checkpoints; all records are proven to the last.</param>
    public static MemoryExport OfTenant(IReadOnlyList<byte[]> leaves, string tenant, TestNotes notes, params int[] sizes)
    {
        var tree = TreeOf(leaves);
        var export = new MemoryExport();
        var lines = new List<byte>();
        var sequence = 0;
        foreach (var size in sizes) export.Files[ExportManifest.CheckpointName(size)] = notes.Sign(size, tree.Root(size));
        for (var i = 1; i < sizes.Length; i++)
        {
            export.Files[ExportManifest.ConsistencyName(sizes[i - 1], sizes[i])] = Encoding.ASCII.GetBytes(string.Concat(tree.Consistency(sizes[i - 1], sizes[i]).Select(hash => hash + "\n")));
        }

        for (var index = 0; index < leaves.Count; index++)
        {
            if (!AuditLeafHead.TryRead(leaves[index], out var head) || head.Tenant != tenant) continue;
            lines.AddRange([.. leaves[index], (byte)'\n']);
            var proof = new TlogProof { Index = index, Path = [.. tree.Inclusion(index, sizes[^1])], Checkpoint = export.Files[ExportManifest.CheckpointName(sizes[^1])] };
            export.Files[ExportManifest.ProofName(++sequence)] = proof.ToArray();
        }

        export.Files[ExportManifest.LeavesFile] = [.. lines];
        export.Sign(notes, tenant, sequence, 1, sizes[^1]);
        return export;
    }

    /// <summary>Makes the manifest anew, as only the holder of the key can.</summary>
    public void Sign(TestNotes notes, string? tenant, long records, long first, long size)
    {
        Files.Remove(ExportManifest.FileName);
        Files[ExportManifest.FileName] = notes.Sign(new ExportManifest
        {
            Origin = TestNotes.Origin, Tenant = tenant, From = null, To = null, Records = records, First = first, Size = size, ExportedAt = "2026-01-01T00:00:00.000Z",
            Files = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                Files.Where(file => !file.Key.StartsWith(ExportManifest.ProofFolder, StringComparison.Ordinal)).Select(file => KeyValuePair.Create(file.Key, Convert.ToHexStringLower(SHA256.HashData(file.Value))))),
        }.Text);
    }
}
