namespace TenantGateway.Core.Detection;

/// <summary>The findings in one text, kept by the caller from text to text so that nothing is allocated once it has grown. Not thread-safe. It holds places, no data.</summary>
public sealed class Findings
{
    private Finding[] _items = new Finding[16];
    private int _count;

    /// <summary>By place, without overlaps.</summary>
    public ReadOnlySpan<Finding> Span => _items.AsSpan(0, _count);

    internal void Reset() => _count = 0;

    internal void Add(in Finding finding)
    {
        if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
        _items[_count++] = finding;
    }

    /// <summary>Orders by place and resolves overlaps: the longer finding wins, of equally long ones the kind that <see cref="PersonalDataKind"/> has first.</summary>
    internal void Resolve()
    {
        _items.AsSpan(0, _count).Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var next = ref _items[i];
            if (kept == 0 || next.Start >= _items[kept - 1].End) _items[kept++] = next;
            else if (Beats(next, _items[kept - 1])) _items[kept - 1] = next;
        }

        _count = kept;
    }

    private static bool Beats(in Finding finding, in Finding other) =>
        finding.Length != other.Length ? finding.Length > other.Length : finding.Kind < other.Kind;
}
