using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Protection;

/// <summary>
/// Keeps 64 bits of SHA-256 of each token that an actor sent in its time, as many as the limit at most: equal ones are counted once, and nothing here is a value or leads
/// to one. Of this process alone, so that of several replicas each allows as many; a restart forgets.
/// </summary>
internal sealed class DistinctValues : IDistinctValues
{
    /// <summary>Actors and classes at once. Those that have been idle longest make room, which lets them begin anew.</summary>
    private const int MaxMeters = 20_000;

    private readonly ConcurrentDictionary<MeterKey, Meter> _meters = new();

    public DistinctExcess? Count(in Caller caller, FieldClass fieldClass, FieldRight right, ReadOnlySpan<byte> token, DistinctLimit limit)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(token, hash);
        var key = new MeterKey(caller.Actor.Tenant, caller.Actor.Id, fieldClass, right);
        if (!_meters.TryGetValue(key, out var meter))
        {
            if (_meters.Count >= MaxMeters) MakeRoom(caller.Now);
            meter = _meters.GetOrAdd(key, static _ => new Meter());
        }

        return meter.Count(BinaryPrimitives.ReadUInt64LittleEndian(hash), caller.Now, limit);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (key, meter) in _meters)
        {
            if (meter.EndsAt <= now) _meters.TryRemove(key, out _);
        }

        foreach (var (key, _) in _meters.OrderBy(entry => entry.Value.EndsAt).Take(Math.Max(0, _meters.Count - (MaxMeters * 9 / 10)))) _meters.TryRemove(key, out _);
    }

    private readonly record struct MeterKey(TenantId Tenant, ActorId Actor, FieldClass Class, FieldRight Right);

    private sealed class Meter
    {
        private readonly Lock _turn = new();
        private readonly HashSet<ulong> _values = [];
        private bool _exceeded;
        private long _endsAt = DateTimeOffset.MinValue.UtcTicks;

        public DateTimeOffset EndsAt => new(Volatile.Read(ref _endsAt), TimeSpan.Zero);

        public DistinctExcess? Count(ulong value, DateTimeOffset now, DistinctLimit limit)
        {
            lock (_turn)
            {
                if (now >= EndsAt) Begin(now + limit.Window);
                if (_values.Contains(value)) return null;
                if (_values.Count < limit.Values)
                {
                    _values.Add(value);
                    return null;
                }

                var isFirst = !_exceeded;
                _exceeded = true;
                return new DistinctExcess(EndsAt - now, isFirst);
            }
        }

        private void Begin(DateTimeOffset end)
        {
            Volatile.Write(ref _endsAt, end.UtcTicks);
            _values.Clear();
            // What a rare flood needed is not kept for ever.
            _values.TrimExcess();
            _exceeded = false;
        }
    }
}
