using System.Collections.Immutable;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>A rule of a policy as the engine uses it: its number is its index among the fields of a <see cref="RoutePlan"/>.</summary>
/// <param name="Class">What it holds.</param>
/// <param name="Mode">How its tokens are made.</param>
/// <param name="Right">What an actor needs to send a new value.</param>
/// <param name="Location">Its place for messages, taken from the policy and never from the traffic.</param>
public sealed record ProtectedField(FieldClass Class, TokenMode Mode, FieldRight Right, string Location)
{
    /// <summary>How its service is asked for the tokens of two generations; null for fields of documents, and where the policy does not say.</summary>
    public TwoTokens? TwoTokens { get; init; }

    /// <summary>What values must be; null for anything.</summary>
    public ValueKind? Type { get; init; }

    /// <summary>What is evened out before equal values are compared.</summary>
    public ImmutableArray<CanonicalStep> Canonical { get; init; } = [];

    /// <summary>In whose clothes its tokens go; null for none.</summary>
    public ShapeRule? Shape { get; init; }

    /// <summary>Whether no value is taken.</summary>
    public bool IsForbidden { get; init; }

    /// <summary>The same among other words, where a shape would not be known again.</summary>
    public ProtectedField InProse => Shape is null ? this : this with { Mode = TokenMode.Randomised, Shape = null };

    /// <summary>Whether no rule names its place: values are found there by what they look like.</summary>
    public bool IsFound { get; init; }

    /// <summary>The name of the class as tokens carry it.</summary>
    public ReadOnlyMemory<byte> ClassUtf8 { get; } = Encoding.ASCII.GetBytes(Class.Value);
}

/// <summary>A right to send values in the clear.</summary>
public enum FieldRight
{
    Write,
    Search,
}
