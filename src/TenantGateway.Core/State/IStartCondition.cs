namespace TenantGateway.Core.State;

/// <summary>Something without which the process cannot serve traffic, and which another process may have to make first.</summary>
public interface IStartCondition
{
    /// <summary>What is missing, in a few words; null where nothing is.</summary>
    string? WaitsFor { get; }
}
