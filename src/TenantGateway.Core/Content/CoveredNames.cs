using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>The names that rules spell among parameters or form fields, and what frameworks might take for one of them.</summary>
internal sealed class CoveredNames
{
    private readonly CoveredName[] _names;

    /// <param name="names">Decoded, with the number of the rule that covers each.</param>
    public CoveredNames(ImmutableArray<(string Name, short Rule)> names) =>
        _names = [.. names.Select(name => new CoveredName(Encoding.UTF8.GetBytes(name.Name), name.Rule))];

    public int Count => _names.Length;

    /// <summary>The index of a name; negative where no rule spells it.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (name.SequenceEqual(_names[i].Name)) return i;
        }

        return -1;
    }

    public short RuleAt(int index) => index < 0 ? FieldTrie.NoRule : _names[index].Rule;

    /// <summary>name[], name[0], name.0, _name for .name, and space or NUL at either end are read as the name by one framework or another.</summary>
    public bool MightBeRead(ReadOnlySpan<byte> name)
    {
        if (_names.Length == 0) return false;
        using var work = Scratch.Rent(name.Length);
        var length = 0;
        foreach (var c in name.Trim(CoveredName.Ignored))
        {
            var separates = CoveredName.Separators.Contains(c);
            if (separates && IsVariant(work.Span[..length])) return true;
            if (c != ']') work.Span[length++] = separates ? (byte)'_' : c;
        }

        return IsVariant(work.Span[..length]);
    }

    /// <summary>Whether a pair holds a further one of a covered name to whoever splits at semicolons.</summary>
    public bool HidesBehindSemicolon(ReadOnlySpan<byte> pair)
    {
        using var decoded = Scratch.Rent(pair.Length);
        for (var at = pair.IndexOf((byte)';'); at >= 0; at = pair.IndexOf((byte)';'))
        {
            pair = pair[(at + 1)..];
            var end = pair.IndexOfAny("=;"u8);
            if (!PercentEncoding.TryDecode(end < 0 ? pair : pair[..end], decoded.Span, out var length)) return true;
            var name = decoded.Span[..length];
            if (Find(name) >= 0 || MightBeRead(name)) return true;
        }

        return false;
    }

    private bool IsVariant(ReadOnlySpan<byte> plain)
    {
        foreach (var name in _names)
        {
            if (CaseFolding.AreEqual(plain, name.Plain)) return true;
        }

        return false;
    }

    private sealed class CoveredName(byte[] name, short rule)
    {
        public static readonly SearchValues<byte> Separators = SearchValues.Create("[. \0"u8);

        public static ReadOnlySpan<byte> Ignored => "\0\t\n\v\f\r "u8;

        public byte[] Name { get; } = name;

        /// <summary>The name without brackets, and with the separators that some frameworks write as one.</summary>
        public byte[] Plain { get; } = [.. name.Where(c => c != ']').Select(c => Separators.Contains(c) ? (byte)'_' : c)];

        public short Rule { get; } = rule;
    }
}
