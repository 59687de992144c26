namespace TenantGateway.Core.State;

/// <summary>What a notice is about.</summary>
public enum NoticeSubject
{
    /// <summary>Whatever processes hold in memory of the state they share (<see cref="IStateVersion"/>).</summary>
    State,

    /// <summary>The policy files, of which each process has its own or its own view.</summary>
    Policies,
}
