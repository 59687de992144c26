using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TenantGateway.Core.Content;

/// <summary>
/// The head of one part of <c>multipart/form-data</c> (RFC 7578). Taken only as nearly all clients write it and all servers read it: known headers once each, nothing folded,
/// escaped, encoded or written in two ways.
/// </summary>
internal ref struct PartHead
{
    private static readonly SearchValues<byte> Token = SearchValues.Create("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~"u8);

    /// <summary>The name of the field.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The name of the file; empty also where the sender chose none.</summary>
    public ReadOnlySpan<byte> FileName { get; private set; }

    public bool HasFileName { get; private set; }

    /// <summary>As it was sent; empty where it was not.</summary>
    public ReadOnlySpan<byte> ContentType { get; private set; }

    /// <summary>Where the line with the length of the part lies; empty where there is none. What is rewritten has another length.</summary>
    public Range LengthLine { get; private set; }

    /// <param name="head">The lines of the head, each with its CRLF.</param>
    /// <param name="parsed">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> head, out PartHead parsed)
    {
        parsed = default;
        var (hasDisposition, hasCoding) = (false, false);
        for (var at = 0; at < head.Length;)
        {
            var length = head[at..].IndexOf("\r\n"u8);
            if (length < 0 || !TryReadLine(head.Slice(at, length), out var name, out var value)) return false;
            var line = at..(at += length + 2);
            if (Ascii.EqualsIgnoreCase(name, "Content-Disposition"u8) && !hasDisposition && parsed.TryReadDisposition(value)) hasDisposition = true;
            else if (Ascii.EqualsIgnoreCase(name, "Content-Type"u8) && parsed.ContentType.IsEmpty && !value.IsEmpty) parsed.ContentType = value;
            else if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8) && parsed.LengthLine.Equals(default)) parsed.LengthLine = line;
            else if (Ascii.EqualsIgnoreCase(name, "Content-Transfer-Encoding"u8) && !hasCoding && IsIdentity(value)) hasCoding = true;
            else return false;
        }

        return hasDisposition;
    }

    private static bool IsIdentity(ReadOnlySpan<byte> coding) =>
        Ascii.EqualsIgnoreCase(coding, "binary"u8) || Ascii.EqualsIgnoreCase(coding, "8bit"u8) || Ascii.EqualsIgnoreCase(coding, "7bit"u8);

    private static bool TryReadLine(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        var colon = line.IndexOf((byte)':');
        if (colon < 1 || line.IndexOfAny("\r\n\0"u8) >= 0 || !Utf8.IsValid(line)) return false;
        name = line[..colon];
        value = line[(colon + 1)..].Trim(" \t"u8);
        return name.IndexOfAnyExcept(Token) < 0;
    }

    private bool TryReadDisposition(ReadOnlySpan<byte> value)
    {
        var type = value.IndexOf((byte)';') is var end and >= 0 ? value[..end] : value;
        if (!Ascii.EqualsIgnoreCase(type.TrimEnd(" \t"u8), "form-data"u8)) return false;
        var rest = value[type.Length..];
        var hasName = false;
        while (!rest.IsEmpty)
        {
            if (!TryReadParameter(ref rest, out var parameter, out var text)) return false;
            if (Ascii.EqualsIgnoreCase(parameter, "name"u8) && !hasName)
            {
                hasName = true;
                Name = text;
            }
            else if (Ascii.EqualsIgnoreCase(parameter, "filename"u8) && !HasFileName)
            {
                HasFileName = true;
                FileName = text;
            }
            else
            {
                return false;
            }
        }

        // Percent-encoded or as an encoded word (RFC 2047) a name would be another one to some, and so it would to who cuts at semicolons before he looks at quotes.
        return hasName && Name.IndexOfAny("%;"u8) < 0 && !Name.StartsWith("=?"u8) && !(FileName.Contains((byte)';') && FileName.Contains((byte)'='));
    }

    // ; name="value", where no reader sees an escape in the value.
    private static bool TryReadParameter(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (rest[0] != ';') return false;
        rest = rest[1..].TrimStart(" \t"u8);
        var equals = rest.IndexOf((byte)'=');
        if (equals < 1 || rest[..equals].IndexOfAnyExcept(Token) >= 0) return false;
        name = rest[..equals];
        rest = rest[(equals + 1)..];
        var isQuoted = rest.StartsWith("\""u8);
        if (isQuoted) rest = rest[1..];
        var length = isQuoted ? rest.IndexOf((byte)'"') : rest.IndexOfAnyExcept(Token);
        if (length < 0 && !isQuoted) length = rest.Length;
        if (length < 0 || (length == 0 && !isQuoted)) return false;
        value = rest[..length];
        rest = rest[(isQuoted ? length + 1 : length)..].TrimStart(" \t"u8);
        // Single quotes are quotes to some (PHP), and characters of the name to others.
        return !value.Contains((byte)'\\') && (isQuoted || !value.Contains((byte)'\''));
    }
}
