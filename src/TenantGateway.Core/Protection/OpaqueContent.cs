using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>What a policy lets pass uninspected. Where it names fields, JSON never does: a type that only looks like another cannot carry it past them.</summary>
public sealed class OpaqueContent
{
    private readonly ImmutableArray<OpaqueRule> _types;
    private readonly bool _inspectsJson;

    internal OpaqueContent(Policy policy)
    {
        _types = [.. policy.Opaque.Where(rule => rule.Type != OpaqueRule.WebSocket)];
        _inspectsJson = !policy.Fields.IsEmpty || !policy.Form.IsEmpty;
        WebSockets = _types.Length < policy.Opaque.Length;
    }

    public bool WebSockets { get; }

    /// <summary>True where no body passes uninspected, whatever its type.</summary>
    public bool NoBodies => _types.IsEmpty;

    /// <param name="direction">Of the message.</param>
    /// <param name="mediaType">Its type, in any case and without parameters.</param>
    public bool Covers(OpaqueDirection direction, ReadOnlySpan<char> mediaType)
    {
        if (_inspectsJson && OpaqueRule.NamesJson(mediaType)) return false;
        foreach (var rule in _types)
        {
            if (rule.Covers(direction, mediaType)) return true;
        }

        return false;
    }
}
