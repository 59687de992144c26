using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>The name of a log: drawn with its id when it was begun, so that no two logs share one and no setting changes it.</summary>
public static class LogOrigin
{
    private const string Prefix = "tenantgateway/";

    public static string Of(ReadOnlyMemory<byte> logId) => Prefix + Base32.Encode(logId.Span);
}
