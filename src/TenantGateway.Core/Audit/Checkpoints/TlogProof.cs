using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>The proof that one record lies in a log, in the format of C2SP's <c>tlog-proof</c> (c2sp.org/tlog-proof@v1), without extra data: it verifies offline and by itself.</summary>
public sealed record TlogProof
{
    private const string Header = "c2sp.org/tlog-proof@v1\n";
    private const string IndexWord = "index ";

    public required long Index { get; init; }

    public required ImmutableArray<MerkleHash> Path { get; init; }

    /// <summary>The signed checkpoint, exactly as it is.</summary>
    public required ReadOnlyMemory<byte> Checkpoint { get; init; }

    public byte[] ToArray()
    {
        var head = new StringBuilder(Header).Append(IndexWord).Append(CultureInfo.InvariantCulture, $"{Index}\n");
        foreach (var hash in Path) head.Append(hash.ToString()).Append('\n');
        head.Append('\n');
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. Checkpoint.Span];
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        var split = bytes.IndexOf("\n\n"u8);
        if (split < 0 || !Ascii.IsValid(bytes[..split])) return false;
        var head = Encoding.ASCII.GetString(bytes[..(split + 1)]);
        if (!head.StartsWith(Header + IndexWord, StringComparison.Ordinal)) return false;
        var lines = head[(Header.Length + IndexWord.Length)..].TrimEnd('\n').Split('\n');
        if (!long.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;
        var path = ImmutableArray.CreateBuilder<MerkleHash>();
        foreach (var line in lines.AsSpan(1))
        {
            if (!MerkleHash.TryParse(line, out var hash)) return false;
            path.Add(hash);
        }

        var parsed = new TlogProof { Index = index, Path = path.DrainToImmutable(), Checkpoint = bytes[(split + 2)..].ToArray() };
        if (!parsed.ToArray().AsSpan().SequenceEqual(bytes)) return false;
        proof = parsed;
        return true;
    }
}
