using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace TenantGateway.Core.Counting;

/// <summary>
/// A counter for the hot path: it adds up in memory, and is read when somebody collects. A counter that tells each listener of each event would look its attributes up anew every time, for far more than
/// what is counted costs.
/// </summary>
public sealed class SeriesCounter
{
    private readonly string[] _attributes;
    private readonly ConcurrentDictionary<SeriesName, Series> _series = new();

    /// <param name="meter">What it belongs to.</param>
    /// <param name="name">Of the metric.</param>
    /// <param name="unit">Of what is counted, such as <c>{field}</c>.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="attributes">The names of the attributes, one to three, in the order of the words that <see cref="Add"/> takes.</param>
    public SeriesCounter(Meter meter, string name, string unit, string description, params string[] attributes)
    {
        _attributes = attributes;
        meter.CreateObservableCounter(name, Collect, unit, description);
    }

    /// <summary>Counts. Neither waits nor, once the words were met, allocates.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The value of the first attribute; an empty one is left out.</param>
    /// <param name="second">Of the second.</param>
    /// <param name="third">Of the third.</param>
    public void Add(long count, string first, string second = "", string third = "")
    {
        var name = new SeriesName(first, second, third);
        if (!_series.TryGetValue(name, out var series)) series = _series.GetOrAdd(name, static (name, attributes) => new Series(TagsOf(name, attributes)), _attributes);
        Interlocked.Add(ref series.Count, count);
    }

    private IEnumerable<Measurement<long>> Collect()
    {
        foreach (var series in _series.Values) yield return new Measurement<long>(Interlocked.Read(ref series.Count), series.Tags);
    }

    private static KeyValuePair<string, object?>[] TagsOf(SeriesName name, string[] attributes)
    {
        string[] words = [name.First, name.Second, name.Third];
        return [.. attributes.Zip(words, static (attribute, word) => new KeyValuePair<string, object?>(attribute, word)).Where(static tag => tag.Value is string { Length: > 0 })];
    }

    private sealed class Series(KeyValuePair<string, object?>[] tags)
    {
        public long Count;

        public KeyValuePair<string, object?>[] Tags => tags;
    }
}
