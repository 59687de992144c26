using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>The replacements for one unit, in the order of the document. Bytes that no edit covers pass verbatim.</summary>
public sealed class UnitEdits : IDisposable
{
    private readonly List<Edit> _edits = [];
    private int _growth;

    /// <summary>Where replacements are written before <see cref="Replace"/> names them.</summary>
    public ByteBuffer Replacements { get; } = new(1024);

    public int Count => _edits.Count;

    /// <summary>Replaces a span of the document by what was appended to <see cref="Replacements"/> since <paramref name="replacementStart"/>.</summary>
    public void Replace(int start, int length, int replacementStart)
    {
        var edit = new Edit(start, length, replacementStart, Replacements.Length - replacementStart);
        if (_edits.Count > 0 && _edits[^1].Start + _edits[^1].Length > start) throw new ArgumentException("Edits come in the order of the document.", nameof(start));
        _edits.Add(edit);
        _growth = checked(_growth + edit.ReplacementLength - length);
    }

    /// <summary>The length of the document once spliced.</summary>
    public int SplicedLength(int documentLength) => checked(documentLength + _growth);

    /// <summary>Writes the document with all replacements.</summary>
    public void Splice(ReadOnlySpan<byte> document, ByteBuffer output)
    {
        var at = 0;
        foreach (var edit in _edits)
        {
            output.Append(document[at..edit.Start]);
            output.Append(Replacements.Written.Slice(edit.ReplacementStart, edit.ReplacementLength));
            at = edit.Start + edit.Length;
        }

        output.Append(document[at..]);
    }

    public void Dispose() => Replacements.Dispose();

    private readonly record struct Edit(int Start, int Length, int ReplacementStart, int ReplacementLength);
}
