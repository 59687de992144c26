namespace TenantGateway.Core.Protection.Policies;

/// <summary>What passes a route uninspected.</summary>
/// <param name="Type">A media type in lower case, one of <c>type/*</c>, or <see cref="WebSocket"/>.</param>
/// <param name="Direction">Of which messages.</param>
public sealed record OpaqueRule(string Type, OpaqueDirection Direction)
{
    /// <summary>The word for WebSockets in place of a media type.</summary>
    public const string WebSocket = "websocket";

    private const string Grpc = "application/grpc";

    /// <summary>Whether a media type is JSON by its name: the subtype <c>json</c>, or the suffix <c>+json</c> (RFC 6839 section 3.1).</summary>
    public static bool NamesJson(ReadOnlySpan<char> mediaType) =>
        mediaType.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a media type is that of gRPC messages, in whatever encoding.</summary>
    public static bool NamesGrpc(ReadOnlySpan<char> mediaType) =>
        mediaType.StartsWith(Grpc, StringComparison.OrdinalIgnoreCase) && mediaType[Grpc.Length..] is [] or ['+', ..];

    /// <param name="direction">Of the message.</param>
    /// <param name="mediaType">Its type, in any case and without parameters.</param>
    public bool Covers(OpaqueDirection direction, ReadOnlySpan<char> mediaType)
    {
        if ((Direction & direction) == 0) return false;
        if (Type is [.. var family, '*']) return mediaType.StartsWith(family, StringComparison.OrdinalIgnoreCase);
        return mediaType.Equals(Type, StringComparison.OrdinalIgnoreCase) || (Type == Grpc && NamesGrpc(mediaType));
    }
}

/// <summary>Directions of messages; a bit each.</summary>
public enum OpaqueDirection
{
    Request = 1,
    Response = 2,
    Both = Request | Response,
}
