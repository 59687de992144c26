using TenantGateway.Fuzz.Targets;

namespace TenantGateway.Fuzz;

/// <summary>Everything that carries values.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new DocumentTarget(), new AnswerTarget(), new ProseTarget(), new LinesTarget(), new EventsTarget(), new FormTarget(isQuery: false), new FormTarget(isQuery: true), new PartsTarget(), new PathTarget(),
        new ValueTarget(isCookie: false), new ValueTarget(isCookie: true), new CodingTarget("gzip"), new CodingTarget("br"), new CodingTarget("deflate"),
    ];
}
