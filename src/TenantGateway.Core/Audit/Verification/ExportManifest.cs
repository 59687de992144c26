using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using TenantGateway.Core.Audit.Checkpoints;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>
/// What an export holds, as the text of a note that the log's key signs: lines of a word and its value, and one <c>file</c> line for each file with its SHA-256. So nobody
/// can take away the last records, which no gap would show. Its first line keeps it from passing for a checkpoint.
/// </summary>
public sealed record ExportManifest
{
    /// <summary>The file of the manifest.</summary>
    public const string FileName = "manifest";

    /// <summary>The exact records, one a line.</summary>
    public const string LeavesFile = "leaves.jsonl";

    /// <summary>The leaf hash of each record, base64, one a line; exports of a whole log only.</summary>
    public const string HashesFile = "hashes";

    /// <summary>The record that says which of a tenant's first records may be gone, and what is left of them; exports of one tenant only.</summary>
    public const string PruningFile = "pruning";

    public const string CheckpointFolder = "checkpoints/";
    public const string ConsistencyFolder = "consistency/";

    /// <summary>Holds a proof for each record, named after its number within the tenant; exports of one tenant only. Not listed: each verifies by itself.</summary>
    public const string ProofFolder = "proofs/";

    private const string Header = "tenantgateway audit export v1";

    /// <summary>Which log.</summary>
    public required string Origin { get; init; }

    /// <summary>Whose records; null for the whole log.</summary>
    public required string? Tenant { get; init; }

    /// <summary>As it was asked for, RFC 3339; null for no limit.</summary>
    public required string? From { get; init; }

    /// <inheritdoc cref="From"/>
    public required string? To { get; init; }

    public required long Records { get; init; }

    /// <summary>The number of the first record within its tenant, 0 where there is none; of a whole log its index.</summary>
    public required long First { get; init; }

    /// <summary>The size of the newest checkpoint: the tree that records are proven against.</summary>
    public required long Size { get; init; }

    public required string ExportedAt { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal, by name.</summary>
    public required ImmutableSortedDictionary<string, string> Files { get; init; }

    public string Text
    {
        get
        {
            var text = new StringBuilder(Header).Append('\n');
            Line(text, "origin", Origin);
            Line(text, "tenant", Tenant);
            Line(text, "from", From);
            Line(text, "to", To);
            Line(text, "records", Invariant(Records));
            Line(text, "first", Invariant(First));
            Line(text, "size", Invariant(Size));
            Line(text, "exported", ExportedAt);
            foreach (var (name, hash) in Files) Line(text, "file", $"{hash} {name}");
            return text.ToString();
        }
    }

    public static string ProofName(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{ProofFolder}{sequence:d12}.tlog-proof");

    public static string CheckpointName(long size) => string.Create(CultureInfo.InvariantCulture, $"{CheckpointFolder}{size:d12}.checkpoint");

    public static string ConsistencyName(long from, long to) => string.Create(CultureInfo.InvariantCulture, $"{ConsistencyFolder}{from:d12}-{to:d12}");

    /// <summary>Reads a manifest that is signed by that key under the origin that it names.</summary>
    public static bool TryVerify(ReadOnlySpan<byte> note, NoteKey key, [NotNullWhen(true)] out ExportManifest? manifest)
    {
        manifest = null;
        if (!SignedNote.TryParse(note, out var signed) || !TryParse(signed.Text, out var parsed) || !signed.IsSignedBy(key, parsed.Origin)) return false;
        manifest = parsed;
        return true;
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out ExportManifest? manifest)
    {
        manifest = null;
        var lines = text.Split('\n');
        if (lines.Length < 10 || lines[0] != Header) return false;
        if (ValueOf(lines[5], "records") is not { } records || ValueOf(lines[6], "first") is not { } first || ValueOf(lines[7], "size") is not { } size) return false;
        var parsed = new ExportManifest
        {
            Origin = ValueOf(lines[1], "origin") ?? "",
            Tenant = ValueOf(lines[2], "tenant"),
            From = ValueOf(lines[3], "from"),
            To = ValueOf(lines[4], "to"),
            Records = NumberOf(records),
            First = NumberOf(first),
            Size = NumberOf(size),
            ExportedAt = ValueOf(lines[8], "exported") ?? "",
            Files = lines[9..^1].Select(line => ValueOf(line, "file")?.Split(' ', 2)).OfType<string[]>().Where(file => file.Length == 2).DistinctBy(file => file[1])
                .ToImmutableSortedDictionary(file => file[1], file => file[0], StringComparer.Ordinal),
        };
        // Whatever this reading overlooked would be missing in what is written again.
        if (parsed.Text != text) return false;
        manifest = parsed;
        return true;
    }

    private static void Line(StringBuilder text, string word, string? value) => text.Append(word).Append(' ').Append(value ?? "-").Append('\n');

    private static string? ValueOf(string line, string word) => line.StartsWith(word + " ", StringComparison.Ordinal) && line[(word.Length + 1)..] is var value && value != "-" ? value : null;

    private static long NumberOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
