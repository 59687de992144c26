namespace TenantGateway.Core.State;

/// <summary>Closed until every <see cref="IStartCondition"/> has been met once; then open to the end.</summary>
public interface IStartGate
{
    /// <summary>What is missing, in a few words; null where the gate is open.</summary>
    string? WaitsFor { get; }
}
