using System.Collections.Immutable;
using System.Text;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Content;

/// <summary>What the parts of <c>multipart/form-data</c> may be: fields, which are looked at, and files of declared types, which pass as they are.</summary>
public sealed class PartRules
{
    private readonly ImmutableArray<string> _files;

    /// <param name="fields">The names of covered fields with the number of the rule that covers each.</param>
    /// <param name="files">Media types of files in lower case, also all of one top-level type (<c>image/*</c>).</param>
    public PartRules(ImmutableArray<(string Name, short Rule)> fields, ImmutableArray<string> files) => (Fields, _files) = (new CoveredNames(fields), files);

    internal CoveredNames Fields { get; }

    /// <summary>What a part is, by its head.</summary>
    /// <returns>Why the part must not go on, and the rule at its place; or what becomes of its body.</returns>
    internal (Reason? Reason, short Rule, PartKind Kind) Judge(in PartHead head)
    {
        var rule = Fields.RuleAt(Fields.Find(head.Name));
        if (rule == FieldTrie.NoRule && Fields.MightBeRead(head.Name)) return (Reasons.AmbiguousName, rule, default);
        if (KindOf(head) is not { } kind) return (Reasons.AmbiguousPart, rule, default);
        if (kind != PartKind.File) return (null, rule, kind);
        // A value in the clothes of a file.
        if (rule != FieldTrie.NoRule) return (Reasons.FileNotAccepted, rule, kind);
        return (TakesFile(head.ContentType) ? null : Reasons.FileNotAccepted, rule, kind);
    }

    private static PartKind? KindOf(in PartHead head)
    {
        var type = MediaTypeOf(head.ContentType);
        if (head.HasFileName) return head.FileName.IsEmpty ? PartKind.NoFile : PartKind.File;
        if (type.IsEmpty || Ascii.EqualsIgnoreCase(type, "text/plain"u8)) return IsUtf8(head.ContentType) ? PartKind.Text : null;
        if (Ascii.EqualsIgnoreCase(type, "application/json"u8)) return IsUtf8(head.ContentType) ? PartKind.Json : null;
        return PartKind.File;
    }

    private bool TakesFile(ReadOnlySpan<byte> contentType)
    {
        var type = contentType.IsEmpty ? "application/octet-stream"u8 : MediaTypeOf(contentType);
        // As with what is opaque, no wildcard covers what carries fields past their rules.
        if (NamesJson(type)) return false;
        foreach (var file in _files)
        {
            if (file.EndsWith('*') ? type.Length >= file.Length && Ascii.EqualsIgnoreCase(type[..(file.Length - 1)], file.AsSpan(..^1)) : Ascii.EqualsIgnoreCase(type, file)) return true;
        }

        return false;
    }

    private static bool NamesJson(ReadOnlySpan<byte> type) => type.Length > 5 && (Ascii.EqualsIgnoreCase(type[^5..], "/json"u8) || Ascii.EqualsIgnoreCase(type[^5..], "+json"u8));

    private static ReadOnlySpan<byte> MediaTypeOf(ReadOnlySpan<byte> contentType) =>
        (contentType.IndexOf((byte)';') is var end and >= 0 ? contentType[..end] : contentType).TrimEnd(" \t"u8);

    // Nothing but the charset, and that one.
    private static bool IsUtf8(ReadOnlySpan<byte> contentType)
    {
        var parameters = contentType.IndexOf((byte)';');
        if (parameters < 0) return true;
        var rest = contentType[(parameters + 1)..].Trim(" \t"u8);
        return Ascii.EqualsIgnoreCase(rest, "charset=utf-8"u8) || Ascii.EqualsIgnoreCase(rest, "charset=\"utf-8\""u8);
    }
}

/// <summary>What a part of a form is.</summary>
internal enum PartKind
{
    /// <summary>The text of a field.</summary>
    Text,

    /// <summary>A JSON document.</summary>
    Json,

    /// <summary>Passes as it is.</summary>
    File,

    /// <summary>The place of a file that the sender did not choose: empty.</summary>
    NoFile,
}
