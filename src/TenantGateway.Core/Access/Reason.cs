namespace TenantGateway.Core.Access;

/// <summary>Why a request was refused: one stable code, told alike to the caller, the log, the metric and the audit trail.</summary>
/// <param name="Code">Stable, <c>[a-z_]</c>; never renamed once published.</param>
/// <param name="Status">The HTTP status (RFC 9110).</param>
/// <param name="Title">What is wrong, the same for every occurrence, without anything of the request in it.</param>
/// <param name="Remedy">What the caller or the operator can do.</param>
public sealed record Reason(string Code, int Status, string Title, string Remedy)
{
    /// <summary>True where a refusal points at an attack on isolation and is recorded as a security event of its own.</summary>
    public bool IsSecurityEvent { get; init; }

    public override string ToString() => Code;
}
