using System.Collections.Concurrent;
using TenantGateway.Core.Access;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Features;

/// <summary>Gives each type of the gateway's and of YARP's that is ever asked for as a feature a place, for as long as the process lives.</summary>
internal static class FeaturePlaces
{
    /// <summary>Of types that stay with the server.</summary>
    private const int None = -1;

    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<Type, int> Places = new();
    private static readonly List<Type> Types = [];

    private static volatile int _count;

    /// <summary>How many there are so far. Asked by every request, so without the lock.</summary>
    public static int Count => _count;

    /// <returns>The place of a type, or a negative number where the server has it.</returns>
    public static int Of(Type type) => Places.TryGetValue(type, out var place) ? place : Give(type);

    public static Type TypeAt(int place)
    {
        lock (Gate) return Types[place];
    }

    private static int Give(Type type)
    {
        lock (Gate)
        {
            if (Places.TryGetValue(type, out var given)) return given;
            var place = None;
            if (IsOwn(type))
            {
                place = Types.Count;
                Types.Add(type);
                _count = Types.Count;
            }

            Places[type] = place;
            return place;
        }
    }

    private static bool IsOwn(Type type) =>
        !type.IsValueType && !typeof(IServerFeature).IsAssignableFrom(type)
        && (type.Assembly == typeof(IReverseProxyFeature).Assembly || type.Assembly.GetName().Name?.StartsWith(nameof(TenantGateway), StringComparison.Ordinal) == true);

    /// <summary>The place of a type, found once.</summary>
    public static class At<TFeature>
    {
        public static readonly int Place = Of(typeof(TFeature));
    }
}
