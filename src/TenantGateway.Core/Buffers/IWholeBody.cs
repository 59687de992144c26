namespace TenantGateway.Core.Buffers;

/// <summary>The body of a message all of which is in memory.</summary>
public interface IWholeBody
{
    /// <summary>What has not been read yet; valid as long as the exchange lasts.</summary>
    ReadOnlyMemory<byte> Bytes { get; }
}
