using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes opaque rules, and refuses those that would open a way around the fields of their policy.</summary>
internal sealed class OpaqueResolver(ProblemLog log)
{
    public ImmutableArray<OpaqueRule> Resolve(OpaqueDocument?[] documents, bool hasFields)
    {
        var rules = ImmutableArray.CreateBuilder<OpaqueRule>();
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is not { Type: { } type, Direction: { } direction }) continue;
            var rule = new OpaqueRule(type, direction);
            Check(rule, rules, hasFields, JsonLocation.Root.Member("opaque").Element(i));
            rules.Add(rule);
        }

        return rules.ToImmutable();
    }

    private void Check(OpaqueRule rule, IEnumerable<OpaqueRule> earlier, bool hasFields, JsonLocation at)
    {
        if (earlier.Any(other => other.Type == rule.Type && (other.Direction & rule.Direction) != 0))
        {
            log.Report(at, "The type is already opaque in this direction.", "Keep one of the entries.");
        }
        else if (rule is { Type: OpaqueRule.WebSocket, Direction: not OpaqueDirection.Both })
        {
            log.Report(at, "A WebSocket has no direction.", "Write \"websocket\".");
        }
        else if (hasFields && OpaqueRule.NamesJson(rule.Type))
        {
            log.Report(at, "The policy protects fields of JSON, and JSON of this type would pass with all of them in the clear.",
                "Remove the entry, or give the route a policy without fields.");
        }
    }
}
