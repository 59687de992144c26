using System.Text.Json;

namespace TenantGateway.Load;

/// <summary>What <c>--quick</c> is held against: <c>load-tests/bounds.json</c>.</summary>
internal sealed record Bounds
{
    /// <summary>Bytes that the gateway may allocate for a request. They do not depend on what else the machine does.</summary>
    public required double AllocatedBytes { get; init; }

    /// <summary>Its throughput over bare YARP's, in the best round.</summary>
    public required double OverBareYarp { get; init; }

    public static Bounds Read() => JsonSerializer.Deserialize<Bounds>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "bounds.json")), JsonSerializerOptions.Web)
        ?? throw new InvalidDataException("bounds.json is empty.");
}
