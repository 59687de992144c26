namespace TenantGateway.Cli.Terminal;

/// <summary>Why a command was not done.</summary>
/// <param name="Exit">Which kind, for scripts.</param>
/// <param name="Code">The gateway's reason code, or one of tgw's own.</param>
/// <param name="Problem">What is wrong, as a sentence.</param>
/// <param name="Remedy">What to do about it, as a sentence.</param>
internal sealed record CliFailure(ExitCode Exit, string Code, string Problem, string Remedy)
{
    /// <summary>By which the operator finds the request in logs and audit trail.</summary>
    public string? RequestId { get; init; }

    /// <summary>Every single thing that is wrong, where the input has parts.</summary>
    public IReadOnlyList<FailureDetail> Errors { get; init; } = [];
}

internal sealed record FailureDetail(string? File, string? Path, string? Problem, string? Remedy)
{
    public override string ToString() => string.Join(' ', new[] { File, Path is null ? null : Path + ":", Problem, Remedy }.Where(part => part is not null));
}
