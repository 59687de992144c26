namespace TenantGateway.Core.Access;

/// <summary>
/// That something of an exchange passes uninspected because the policy of its route says so: set as a feature of the request by whoever knows the policy,
/// for whoever forwards. An exchange without it is inspected as a whole.
/// </summary>
/// <param name="Kind">What passes, which decides the headers that belong to it.</param>
public sealed record OpaqueExchange(OpaqueKind Kind);

/// <summary>What passes uninspected.</summary>
public enum OpaqueKind
{
    /// <summary>The body of the request.</summary>
    Body,

    /// <summary>A gRPC call: both bodies at once, and the trailers that tell how it ended.</summary>
    Grpc,

    /// <summary>The request asks for a stream of events and may get one; its own body, if any, is inspected.</summary>
    Events,

    /// <summary>A WebSocket handshake, and all that follows where the service accepts it.</summary>
    WebSocket,
}
