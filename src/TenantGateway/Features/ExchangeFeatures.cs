using System.Collections;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;

namespace TenantGateway.Features;

/// <summary>
/// The features of one request: the gateway's own and YARP's each at a place of an array, all others with the server, which looks for what it does not know in a list. What is set here does not make
/// the framework look for its own features again. Not thread-safe, like the server's.
/// </summary>
internal sealed class ExchangeFeatures(IFeatureCollection server) : IFeatureCollection
{
    // Looked for and not with the server either, or taken away.
    private static readonly object Absent = new();

    private object?[] _own = new object?[FeaturePlaces.Count];

    public bool IsReadOnly => server.IsReadOnly;

    public int Revision => server.Revision;

    public object? this[Type key]
    {
        get => FeaturePlaces.Of(key) is >= 0 and var place && At(place) is { } own ? Shown(own) : server[key];
        set
        {
            var place = FeaturePlaces.Of(key);
            if (place >= 0 && (value is null || key.IsInstanceOfType(value)))
            {
                Put(place, value);
                return;
            }

            // YARP keeps an activity under a type that it is not an instance of.
            if (place >= 0 && place < _own.Length) _own[place] = null;
            server[key] = value;
        }
    }

    public TFeature? Get<TFeature>()
    {
        var place = FeaturePlaces.At<TFeature>.Place;
        if (place < 0) return server.Get<TFeature>();
        var feature = At(place) ?? Keep(place, server.Get<TFeature>());
        return ReferenceEquals(feature, Absent) ? default : As<TFeature>(feature);
    }

    public void Set<TFeature>(TFeature? instance)
    {
        var place = FeaturePlaces.At<TFeature>.Place;
        if (place < 0) server.Set(instance);
        else Put(place, instance);
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator()
    {
        for (var place = 0; place < _own.Length; place++)
        {
            if (Shown(_own[place]) is { } feature) yield return new(FeaturePlaces.TypeAt(place), feature);
        }

        foreach (var feature in server)
        {
            if (FeaturePlaces.Of(feature.Key) is not (>= 0 and var place) || At(place) is null) yield return feature;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Only places of reference types are given out, and nothing but an instance of its type is put into one.
    private static TFeature As<TFeature>(object feature) => Unsafe.As<object, TFeature>(ref feature);

    private static object? Shown(object? feature) => ReferenceEquals(feature, Absent) ? null : feature;

    private object? At(int place) => place < _own.Length ? _own[place] : null;

    // Those of the connection, which stay what they are as long as it takes.
    private object Keep(int place, object? feature)
    {
        Put(place, feature);
        return feature ?? Absent;
    }

    private void Put(int place, object? feature)
    {
        if (place >= _own.Length) Array.Resize(ref _own, Math.Max(place + 1, FeaturePlaces.Count));
        _own[place] = feature ?? Absent;
    }
}
