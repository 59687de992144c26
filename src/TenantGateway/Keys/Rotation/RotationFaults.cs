using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Rotation;

/// <summary>What the log says of a step that failed and is tried again. Never a message: one of a database may quote what it was given.</summary>
internal static class RotationFaults
{
    internal static string Tell(Exception fault) => fault switch
    {
        KeyServiceException service => $"the key service failed ({service.Failure})",
        AuditUnavailableException => "it cannot be recorded",
        _ => fault.GetType().Name,
    };
}
