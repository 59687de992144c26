using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>
/// A text with signatures below it, in the format of C2SP's <c>signed-note</c> (c2sp.org/signed-note): the text, an empty line, and a line for each signature
/// that holds an em dash, the name of the key, and base64 over the key's id and the signature. Parsing takes the one canonical spelling only.
/// </summary>
public sealed record SignedNote
{
    public const int MaxLength = 1024 * 1024;

    private const string Dash = "\u2014 ";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Ends with a line break.</summary>
    public required string Text { get; init; }

    public required ImmutableArray<NoteSignature> Signatures { get; init; }

    /// <summary>The text as it is signed.</summary>
    public byte[] SignedBytes => Strict.GetBytes(Text);

    public byte[] ToArray()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            note.Append(Dash).Append(signature.Name).Append(' ').Append(Encode(signature)).Append('\n');
        }

        return Strict.GetBytes(note.ToString());
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        if (bytes.Length > MaxLength || !TryDecode(bytes, out var whole)) return false;
        var split = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !whole.EndsWith('\n') || whole.Any(c => c != '\n' && char.IsControl(c))) return false;
        var signatures = ImmutableArray.CreateBuilder<NoteSignature>();
        foreach (var line in whole[(split + 2)..].TrimEnd('\n').Split('\n'))
        {
            if (!TryParseSignature(line, out var signature)) return false;
            signatures.Add(signature);
        }

        var parsed = new SignedNote { Text = whole[..(split + 1)], Signatures = signatures.DrainToImmutable() };
        // What is written in another way than it would be written here, such as base64 with loose ends, is not this note.
        if (!parsed.ToArray().AsSpan().SequenceEqual(bytes)) return false;
        note = parsed;
        return true;
    }

    /// <summary>Whether one of the signatures is by that key under that name. Those by others are nobody's business (signed-note, "Verification").</summary>
    public bool IsSignedBy(NoteKey key, string name)
    {
        var text = SignedBytes;
        return Signatures.Any(signature => signature.Name == name && signature.KeyId == key.Id && key.Verify(text, signature.Value.Span));
    }

    private static string Encode(NoteSignature signature)
    {
        var bytes = new byte[sizeof(uint) + signature.Value.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
        signature.Value.Span.CopyTo(bytes.AsSpan(sizeof(uint)));
        return Convert.ToBase64String(bytes);
    }

    private static bool TryParseSignature(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || line[Dash.Length..].Split(' ') is not [{ Length: > 0 } name, var base64] || name.Contains('+')) return false;
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length <= sizeof(uint)) return false;
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint), length - sizeof(uint)));
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }
}

/// <param name="Name">The name of the key.</param>
/// <param name="KeyId">The id of the key (<see cref="NoteKey.Id"/>).</param>
/// <param name="Value">What the key made of the text.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}");
}
