using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>Folders are namespaces: which uses which must have a direction, so that each can be read without the ones above it.</summary>
internal static class CircleRule
{
    /// <summary>The circles among the folders of an assembly, each with the uses that close it.</summary>
    public static IEnumerable<string> Circles(ModuleDefinition module)
    {
        var own = module.Types.Where(type => !IsGenerated(type)).Select(type => type.Namespace).ToHashSet();
        var uses = TypeUses.In(module).Where(use => use.IsWithin(module) && !IsGenerated(use.Used) && own.Contains(use.UsedNamespace) && use.UsedNamespace != use.User.Namespace).ToLookup(use => use.User.Namespace);
        foreach (var ring in Rings(own.ToDictionary(space => space, space => uses[space].Select(use => use.UsedNamespace).ToHashSet())))
        {
            var closing = from space in ring from use in uses[space] where ring.Contains(use.UsedNamespace) select $"  {use.User.FullName} uses {use.UsedName}";
            yield return string.Join(Environment.NewLine, closing.Distinct().Prepend($"Circle: {string.Join(" <-> ", ring)}"));
        }
    }

    // What the compiler makes for its own use lies in no folder.
    private static bool IsGenerated(TypeReference type) =>
        type.DeclaringType is { } declaring ? IsGenerated(declaring) : type.Name.StartsWith('<');

    /// <summary>The groups of nodes that reach each other.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rings(IReadOnlyDictionary<string, HashSet<string>> graph)
    {
        var reach = graph.Keys.ToDictionary(node => node, node => Reach(graph, node));
        return graph.Keys.Order(StringComparer.Ordinal)
            .Select(node => graph.Keys.Where(other => reach[node].Contains(other) && reach[other].Contains(node)).Order(StringComparer.Ordinal).ToList())
            .Where(ring => ring.Count > 1)
            .DistinctBy(ring => ring[0]);
    }

    private static HashSet<string> Reach(IReadOnlyDictionary<string, HashSet<string>> graph, string start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out var node))
        {
            foreach (var next in graph[node].Where(reached.Add)) open.Push(next);
        }

        return reached;
    }
}
