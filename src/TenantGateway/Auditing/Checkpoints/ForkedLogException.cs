namespace TenantGateway.Auditing.Checkpoints;

/// <summary>The log is not an extension of what was signed before. It is not signed.</summary>
internal sealed class ForkedLogException(string problem) : Exception(problem);
