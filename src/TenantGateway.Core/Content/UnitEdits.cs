using System.Runtime.InteropServices;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>
/// The replacements for one unit, in the order of the document. Bytes that no edit covers pass verbatim. Kept from unit to unit, it allocates
/// nothing; not thread-safe.
/// </summary>
public sealed class UnitEdits : IDisposable
{
    private readonly List<Edit> _edits = [];
    private int _growth;

    /// <summary>Where replacements are written before <see cref="Replace"/> names them.</summary>
    public ByteBuffer Replacements { get; } = new(1024);

    /// <summary>Where a text is made before a carrier writes it; empty between two edits.</summary>
    internal ByteBuffer Work { get; } = new(512);

    /// <summary>Those of the document under way; empty where nothing was found in prose.</summary>
    internal MadeTokens Made { get; } = new();

    /// <summary>What the spliced unit does not say in one go: it must be asked again with other tokens. Null where it says everything.</summary>
    public FanOutSearch? FanOut { get; internal set; }

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
        var replacements = Replacements.Written;
        var at = 0;
        foreach (ref readonly var edit in CollectionsMarshal.AsSpan(_edits))
        {
            output.Append(document[at..edit.Start]);
            output.Append(replacements.Slice(edit.ReplacementStart, edit.ReplacementLength));
            at = edit.Start + edit.Length;
        }

        output.Append(document[at..]);
    }

    /// <summary>What the span that begins there is replaced by, as it will be written; empty where it stays as it is.</summary>
    public ReadOnlySpan<byte> ReplacementAt(int start)
    {
        var (low, high) = (0, _edits.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var edit = _edits[middle];
            if (edit.Start == start) return Replacements.Written.Slice(edit.ReplacementStart, edit.ReplacementLength);
            if (edit.Start < start) low = middle + 1;
            else high = middle - 1;
        }

        return [];
    }

    /// <summary>Clears what it held and makes the instance ready for the next unit.</summary>
    public void Reset()
    {
        _edits.Clear();
        _growth = 0;
        FanOut = null;
        Replacements.Truncate(0);
        Work.Truncate(0);
        Made.Clear();
    }

    public void Dispose()
    {
        Replacements.Dispose();
        Work.Dispose();
        Made.Dispose();
    }

    private readonly record struct Edit(int Start, int Length, int ReplacementStart, int ReplacementLength);
}
