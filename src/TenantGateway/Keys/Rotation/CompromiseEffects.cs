using System.Collections.Immutable;
using System.Globalization;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;

namespace TenantGateway.Keys.Rotation;

/// <summary>What the approver of a compromise reads: one sentence an effect.</summary>
internal static class CompromiseEffects
{
    internal static ImmutableArray<string> Of(RotationPlan plan) =>
    [
        .. plan.Changes.Where(change => change.Marks).Select(Marked),
        .. plan.Changes.Where(change => change.KeyId is null).Select(Made),
        .. plan.Changes.Any(change => change is { KeyId: null, Line: KeyLine.Lookup }) ? [] : (IEnumerable<string>)["The lookup line gets no new generation: a rotation of it is under way."],
        .. plan.Breaks.Select(search => $"Searches by {search.Parameter} on the route {search.Route} miss older rows until the policy {search.Policy} declares how its service takes two tokens."),
    ];

    private static string Marked(GenerationChange change) => change.To == GenerationState.Destroyed
        ? Text($"Generation {change.KeyId} of the {change.Line} line, number {change.Number}, is marked as compromised and abandoned before its use.")
        : Text($"Generation {change.KeyId} of the {change.Line} line, number {change.Number}, is marked as compromised; its tokens stay readable.");

    private static string Made(GenerationChange change) =>
        Text($"The {change.Line} line gets generation number {change.Number}, which is written with once every process knows it.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
