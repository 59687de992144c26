namespace TenantGateway.Faults;

/// <summary>Something that goes wrong around a gateway or is done to it, and what the gateway promises all the same.</summary>
internal interface IFault
{
    string Name { get; }

    string Promise { get; }

    /// <summary>How long it may take at most.</summary>
    TimeSpan Patience => TimeSpan.FromSeconds(60);

    Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken);
}

/// <summary>What was seen.</summary>
internal sealed record Observation(Verdict Verdict, string Seen)
{
    public static Observation Of(bool kept, string seen) => new(kept ? Verdict.Kept : Verdict.Broken, seen);
}

internal enum Verdict
{
    Kept,
    Broken,

    /// <summary>A tool is not here.</summary>
    Skipped,
}
