using System.Collections.Immutable;
using System.Diagnostics;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Conversion;

/// <summary>
/// Looks through stored rows, one JSON value a line, for a tenant's tokens, wherever they stand: in strings, in names, in JSON inside of strings, in prose.
/// A token of an older generation, email shapes among them, becomes the token of the same value under the primary generation of its line; every other byte stays as it is. Date and phone shapes are only counted. No
/// value ever leaves. Where the run protects rows, clear values become tokens instead (<see cref="RowProtector"/>), and tokens are only counted.
/// </summary>
public sealed class TokenConverter
{
    private readonly KeyRing _keys;
    private readonly IKeyRings _keyIds;
    private readonly ByteBuffer? _output;
    private readonly RowProtector? _protector;
    private readonly ImmutableArray<ValueShape> _shapes;
    private readonly Dictionary<KeyId, GenerationTally> _generations = [];
    private readonly List<LineProblem> _problems = [];
    private ConversionTally _tally = new();
    private long _line;

    private TokenConverter(KeyRing keys, IKeyRings keyIds, ByteBuffer? output, RowProtector? protector, ImmutableArray<ValueShape> shapes) =>
        (_keys, _keyIds, _output, _protector, _shapes) = (keys, keyIds, output, protector, shapes);

    /// <summary>Where rewritten tokens go; a run that protects rows writes them itself.</summary>
    private ByteBuffer? Rewritten => _protector is null ? _output : null;

    /// <summary>The key ids of what looks like a token, to be leased.</summary>
    public static KeyId[] Meet(ReadOnlySpan<byte> lines)
    {
        var met = new HashSet<KeyId>();
        for (var at = StoredTokenAt.Next(lines); at >= 0; at = StoredTokenAt.Next(lines))
        {
            lines = lines[at..];
            if (StoredTokenAt.TryRead(lines, out var token, out _)) met.Add(token.KeyId);
            lines = lines[StoredTokenAt.Step..];
        }

        return [.. met];
    }

    /// <summary>Converts whole lines.</summary>
    /// <param name="lines">Each with its end; the last line of all may have none.</param>
    /// <param name="linesBefore">How many lines came before.</param>
    /// <param name="keys">The tenant's, under lease, with what <see cref="Meet"/> met.</param>
    /// <param name="keyIds">Tells a foreign key id from an unknown one.</param>
    /// <param name="output">Where the lines go; null where they are only looked at.</param>
    /// <param name="protector">Seals clear values; null where tokens are rewritten.</param>
    /// <param name="shapes">The shapes without authentication that rows may hold: whole strings of that form count for the generation of their slot.</param>
    public static ConversionTally Convert(
        ReadOnlySpan<byte> lines, long linesBefore, KeyRing keys, IKeyRings keyIds, ByteBuffer? output, RowProtector? protector = null, ImmutableArray<ValueShape> shapes = default)
    {
        var converter = new TokenConverter(keys, keyIds, output, protector, shapes.IsDefault ? [] : shapes) { _line = linesBefore };
        while (!lines.IsEmpty) converter.ConvertLine(LineBuffer.Cut(ref lines));
        return converter._tally with
        {
            Lines = converter._line - linesBefore,
            Generations = converter._generations.ToImmutableSortedDictionary(met => met.Key.ToString(), met => met.Value, StringComparer.Ordinal),
            Problems = [.. converter._problems],
        };
    }

    private void ConvertLine(ReadOnlySpan<byte> line)
    {
        _line++;
        if (!JsonLine.IsBlank(line))
        {
            _tally = _tally with { Rows = _tally.Rows + 1 };
            if (JsonLine.IsPlain(line))
            {
                if (_protector is not null) Protect(line, _protector);
                ConvertTokens(line);
                if (!_shapes.IsEmpty) CountShapes(line);
                return;
            }

            _tally = _tally with { Malformed = _tally.Malformed + 1 };
            Report(LineProblemKind.Malformed);
        }

        _output?.Append(line);
    }

    private void Protect(ReadOnlySpan<byte> line, RowProtector protector)
    {
        if (_output is null) return;
        if (protector.Protect(line, _keys, _keyIds, _output) is { } done)
        {
            _tally = _tally with { Protected = _tally.Protected + done.Protected };
            foreach (ref readonly var renewed in done.Opened) Count(renewed.Generation, new GenerationTally(0, renewed.Tokens, 0, 0));
            return;
        }

        _tally = _tally with { Unprotected = _tally.Unprotected + 1 };
        Report(LineProblemKind.Unprotected);
        _output.Append(line);
    }

    private void ConvertTokens(ReadOnlySpan<byte> line)
    {
        var opened = Scratch.Rent(256);
        var (written, at) = (0, 0);
        try
        {
            while (StoredTokenAt.Next(line[at..]) is >= 0 and var next)
            {
                at += next;
                var length = ConvertToken(line, written, at, ref opened, out var isRewritten);
                at += length;
                if (isRewritten) written = at;
            }
        }
        finally
        {
            opened.Dispose();
        }

        Rewritten?.Append(line[written..]);
    }

    /// <returns>How many bytes are dealt with.</returns>
    private int ConvertToken(ReadOnlySpan<byte> line, int written, int at, ref Scratch opened, out bool isRewritten)
    {
        isRewritten = false;
        var rest = line[at..];
        if (!StoredTokenAt.TryRead(rest, out var header, out var length))
        {
            // Here and nowhere behind it: what follows has its own turn.
            if (StoredTokenAt.IsMeant(rest, out var meant)) OnDamaged(meant);
            return StoredTokenAt.Step;
        }

        var token = rest[..length];
        if (_keyIds.Find(header.KeyId) is { } info && info.Tenant != _keys.Tenant)
        {
            _tally = _tally with { Foreign = _tally.Foreign + 1 };
            Report(LineProblemKind.Foreign);
        }
        else if (_keys.Find(header.KeyId) is { } key)
        {
            if (!StoredToken.TryOpen(key, header, token, ref opened, out var payload))
            {
                OnDamaged(header.KeyId);
                return StoredTokenAt.Step;
            }

            var primary = key.Line == KeyLine.Data ? _keys.Data : _keys.Lookup;
            isRewritten = Rewritten is not null && key != primary;
            if (isRewritten) Rewrite(line[written..at], primary, header, payload, token);
            Count(header.KeyId, new GenerationTally(1, isRewritten ? 1 : 0, 0, 0));
        }
        else if (_keyIds.Find(header.KeyId) is not null)
        {
            Count(header.KeyId, new GenerationTally(1, 0, 1, 0));
            Report(LineProblemKind.Unreadable);
        }
        else
        {
            OnDamaged(header.KeyId);
            return StoredTokenAt.Step;
        }

        return token.Length;
    }

    private void Rewrite(ReadOnlySpan<byte> before, GenerationKey primary, in TokenHeader header, in Payload payload, ReadOnlySpan<byte> token)
    {
        if (Rewritten is not { } output) return;
        output.Append(before);
        if (header.Kind != TokenKind.EmailShape) StoredToken.SealInPlaceOf(primary, payload, token, output);
        // Deterministic, and of the same content: it fits as the one before did.
        else if (EmailShape.TryWrite(primary.Shapes, payload.Class, payload.Value, output) != ShapeFit.Fits) throw new UnreachableException();
    }

    // They are left: what class they are of only their place tells, and a run that protects rows knows it.
    private void CountShapes(ReadOnlySpan<byte> line)
    {
        Span<long> bySlot = stackalloc long[ShapeKey.Slots];
        bySlot.Clear();
        RowShapes.Count(line, _shapes, bySlot);
        for (var slot = 0; slot < bySlot.Length; slot++)
        {
            if (bySlot[slot] == 0) continue;
            if (_keys.FindBySlot(slot) is { } key)
            {
                Count(key.KeyId, new GenerationTally(bySlot[slot], 0, 0, 0));
                continue;
            }

            _tally = _tally with { Damaged = _tally.Damaged + bySlot[slot] };
            Report(LineProblemKind.Damaged);
        }
    }

    private void OnDamaged(KeyId keyId)
    {
        _tally = _tally with { Damaged = _tally.Damaged + 1 };
        if (_keyIds.Find(keyId) is { } info && info.Tenant == _keys.Tenant) Count(keyId, new GenerationTally(0, 0, 0, 1));
        Report(LineProblemKind.Damaged);
    }

    private void Count(KeyId keyId, GenerationTally more) => _generations[keyId] = _generations.GetValueOrDefault(keyId, GenerationTally.None).Add(more);

    private void Report(LineProblemKind kind)
    {
        if (_problems.Count < ConversionTally.MaxProblems) _problems.Add(new LineProblem(_line, kind));
    }
}
