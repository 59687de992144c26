using System.Diagnostics;

namespace TenantGateway.Core.Operations;

/// <summary>The states of operations by the names that people and programs see.</summary>
public static class OperationStates
{
    public static string NameOf(OperationState state) => state switch
    {
        OperationState.Requested => "requested",
        OperationState.Approved => "approved",
        OperationState.Running => "running",
        OperationState.Done => "done",
        OperationState.Failed => "failed",
        OperationState.Denied => "denied",
        OperationState.Expired => "expired",
        _ => throw new UnreachableException($"State {state} has no name."),
    };

    public static bool TryParse(string? name, out OperationState state)
    {
        foreach (var candidate in Enum.GetValues<OperationState>())
        {
            state = candidate;
            if (NameOf(candidate) == name) return true;
        }

        state = default;
        return false;
    }
}
