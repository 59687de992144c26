using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// The generations that are unwrapped or being unwrapped. An unwrap keeps its place here until its key is taken in; who takes the place away takes the
/// key with it, also one that is still on its way.
/// </summary>
internal sealed class HeldGenerations : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<KeyId, HeldPlace> _places = [];

    /// <summary>How many are unwrapped.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _places.Values.Count(place => place.Key is not null);
        }
    }

    /// <summary>The records of those that are unwrapped, as they were then or at the last <see cref="RetireAllButReadable"/>.</summary>
    internal List<GenerationRecord> Records
    {
        get
        {
            lock (_gate) return [.. _places.Values.Where(place => place.Key is not null).Select(place => place.Record)];
        }
    }

    /// <summary>What is under way or done for that generation, or what <paramref name="begin"/> begins, which must do it elsewhere, not under the lock here.</summary>
    internal Task<GenerationKey?> GetOrBegin(GenerationRecord record, Func<HeldPlace, Task<GenerationKey?>> begin)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(record.KeyId, out var place)) return place.Unwrapping;
            place = new HeldPlace(record);
            _places.Add(record.KeyId, place);
            return place.Unwrapping = begin(place);
        }
    }

    /// <summary>Takes a key in. False, and the key is retired, where its place was taken away meanwhile.</summary>
    internal bool TryTakeIn(HeldPlace place, GenerationKey key)
    {
        lock (_gate)
        {
            if (_places.GetValueOrDefault(key.KeyId) == place)
            {
                place.Key = key;
                return true;
            }
        }

        key.Retire();
        return false;
    }

    /// <summary>Gives a place up that no key came for.</summary>
    internal void GiveUp(HeldPlace place)
    {
        lock (_gate)
        {
            if (_places.GetValueOrDefault(place.Record.KeyId) == place) _places.Remove(place.Record.KeyId);
        }
    }

    /// <summary>Retires every generation that the table no longer lets its tenant read, and takes over what it says of the others.</summary>
    internal void RetireAllButReadable(GenerationTable table) => Retire(place =>
    {
        if (table.Readable(place.Record.Tenant, place.Record.KeyId) is not { } record) return true;
        place.Record = record;
        return false;
    });

    /// <summary>Retires everything of a tenant that this version wraps.</summary>
    /// <returns>How many were unwrapped.</returns>
    internal int Retire(TenantId tenant, string kekId) => Retire(place => place.Record.Tenant == tenant && place.Record.KekId == kekId);

    public void Dispose() => Retire(_ => true);

    private int Retire(Func<HeldPlace, bool> which)
    {
        List<HeldPlace> ended;
        lock (_gate)
        {
            ended = [.. _places.Values.Where(which)];
            foreach (var place in ended) _places.Remove(place.Record.KeyId);
        }

        foreach (var place in ended) place.Key?.Retire();
        return ended.Count(place => place.Key is not null);
    }
}

/// <summary>The place of one generation among those that are held.</summary>
internal sealed class HeldPlace(GenerationRecord record)
{
    internal GenerationRecord Record { get; set; } = record;

    internal Task<GenerationKey?> Unwrapping { get; set; } = Task.FromResult<GenerationKey?>(null);

    /// <summary>Null while it is being unwrapped.</summary>
    internal GenerationKey? Key { get; set; }
}
