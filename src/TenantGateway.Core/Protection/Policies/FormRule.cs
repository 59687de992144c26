using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>A field of a form that holds personal data, in either way of writing a form.</summary>
/// <param name="Field">The exact name, decoded.</param>
/// <param name="Class">What it holds.</param>
/// <param name="Mode">How its tokens are made.</param>
public sealed record FormRule(string Field, FieldClass Class, TokenMode Mode)
{
    /// <summary>In whose clothes its tokens go. Default: none.</summary>
    public ShapeRule? Shape { get; init; }
}

/// <summary>A stream of JSON documents, each of which is a unit of its own.</summary>
public enum StreamKind
{
    /// <summary>Newline-delimited JSON.</summary>
    Lines,

    /// <summary>Server-sent events: the data of each is a document.</summary>
    Events,
}
