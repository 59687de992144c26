using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>A moment in which a replica is killed.</summary>
/// <param name="Name">What has been done by then, and what has not.</param>
/// <param name="Set">Sets the trap.</param>
/// <param name="IsShort">Whether the short proof has it too.</param>
internal sealed record KillPoint(string Name, Func<BalancedWorld, Trap> Set, bool IsShort = false);
