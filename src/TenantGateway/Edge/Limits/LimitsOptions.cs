using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Edge.Limits;

/// <summary>What one caller, one connection and all of them may take: section <c>Gateway:Limits</c>.</summary>
internal sealed class LimitsOptions
{
    public const string Section = "Gateway:Limits";

    // :: Connections

    /// <summary>Open connections of the data plane: 1 to 1,000,000, default 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:MaxConnections must be 1 to 1000000 open connections.")]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Open connections of the data plane from one address (IPv6: one /64): 1 to 1,000,000, default 1,000. Trusted proxies are exempt.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:MaxConnectionsPerAddress must be 1 to 1000000 open connections.")]
    public int MaxConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>Connections that one address may open in a second, kept up: 1 to 100,000, default 200. Trusted proxies are exempt.</summary>
    [Range(1, 100_000, ErrorMessage = $"{Section}:AddressConnectionsPerSecond must be 1 to 100000.")]
    public int AddressConnectionsPerSecond { get; set; } = 200;

    /// <summary>Connections that one address may open at once after a rest: 1 to 1,000,000, default 1,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:AddressConnectionsBurst must be 1 to 1000000.")]
    public int AddressConnectionsBurst { get; set; } = 1_000;

    /// <summary>Open connections of each other plane (admin, probes), which the data plane cannot take: 1 to 10,000, default 100.</summary>
    [Range(1, 10_000, ErrorMessage = $"{Section}:MaxAdminConnections must be 1 to 10000 open connections.")]
    public int MaxAdminConnections { get; set; } = 100;

    /// <summary>Connections turned into another protocol, such as WebSocket: 0 to 1,000,000, default 5,000. They count as open connections too.</summary>
    [Range(0, 1_000_000, ErrorMessage = $"{Section}:MaxUpgradedConnections must be 0 to 1000000.")]
    public int MaxUpgradedConnections { get; set; } = 5_000;

    /// <summary>Addresses that are remembered one by one; those beyond share meters by neighbourhood: 256 to 10,000,000, default 65,536 (about 20 MB).</summary>
    [Range(256, 10_000_000, ErrorMessage = $"{Section}:MaxTrackedAddresses must be 256 to 10000000.")]
    public int MaxTrackedAddresses { get; set; } = 65_536;

    // :: Requests

    /// <summary>Requests of the data plane under way, streams included: 1 to 1,000,000, default 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:MaxRequests must be 1 to 1000000 requests under way.")]
    public int MaxRequests { get; set; } = 10_000;

    /// <summary>Requests a second from one address, kept up, before anybody is authenticated: 1 to 1,000,000, default 50,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:AddressRequestsPerSecond must be 1 to 1000000.")]
    public int AddressRequestsPerSecond { get; set; } = 50_000;

    /// <summary>Requests at once from one address after a rest: 1 to 1,000,000, default 50,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:AddressRequestsBurst must be 1 to 1000000.")]
    public int AddressRequestsBurst { get; set; } = 50_000;

    /// <summary>Requests a second from one address that may fail before or at authentication, kept up: 1 to 1,000,000, default 50.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:AddressFailuresPerSecond must be 1 to 1000000.")]
    public int AddressFailuresPerSecond { get; set; } = 50;

    /// <summary>Requests at once from one address that may fail after a rest: 1 to 1,000,000, default 1,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:AddressFailuresBurst must be 1 to 1000000.")]
    public int AddressFailuresBurst { get; set; } = 1_000;

    /// <summary>Requests that an address may send on while its failures are spent, before it is shut out: 1 to 1,000,000, default 500.</summary>
    [Range(1, 1_000_000, ErrorMessage = $"{Section}:PenaltyAfter must be 1 to 1000000 refused requests.")]
    public int PenaltyAfter { get; set; } = 500;

    /// <summary>How long an address that keeps hammering is shut out, in seconds: 0 to 3,600, default 10; 0 shuts nobody out.</summary>
    [Range(0, 3_600, ErrorMessage = $"{Section}:PenaltySeconds must be 0 to 3600 seconds; 0 shuts nobody out.")]
    public int PenaltySeconds { get; set; } = 10;

    // :: Overload

    /// <summary>Share of connections, requests or memory from which on idle connections are let go: 20 to 99 percent, default 80.</summary>
    [Range(20, 99, ErrorMessage = $"{Section}:ShedAtPercent must be 20 to 99 percent.")]
    public int ShedAtPercent { get; set; } = 80;

    /// <summary>Share of connections, requests or memory from which on no connection is taken: 21 to 100 percent, default 95, above ShedAtPercent.</summary>
    [Range(21, 100, ErrorMessage = $"{Section}:RefuseAtPercent must be 21 to 100 percent.")]
    public int RefuseAtPercent { get; set; } = 95;

    // :: Messages

    /// <summary>Size of a request line in HTTP/1.1, in bytes: 1 KiB to 64 KiB, default 8 KiB. More is 414.</summary>
    [Range(1024, 65_536, ErrorMessage = $"{Section}:MaxRequestLineBytes must be 1024 to 65536 bytes.")]
    public int MaxRequestLineBytes { get; set; } = 8 * 1024;

    /// <summary>Size of all headers of a request, in bytes: 4 KiB to 256 KiB, default 32 KiB, as access tokens may have 16. More is 431.</summary>
    [Range(4096, 262_144, ErrorMessage = $"{Section}:MaxHeaderBytes must be 4096 to 262144 bytes.")]
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>Headers of a request: 16 to 1,000, default 100. More is 431.</summary>
    [Range(16, 1_000, ErrorMessage = $"{Section}:MaxHeaders must be 16 to 1000 headers.")]
    public int MaxHeaders { get; set; } = 100;

    /// <summary>How long request line and headers may take to arrive, in seconds from their first byte: 1 to 300, default 10. Longer is 408.</summary>
    [Range(1, 300, ErrorMessage = $"{Section}:HeaderSeconds must be 1 to 300 seconds.")]
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>How long a connection may rest between requests, in seconds: 1 to 3,600, default 75.</summary>
    [Range(1, 3_600, ErrorMessage = $"{Section}:KeepAliveSeconds must be 1 to 3600 seconds.")]
    public int KeepAliveSeconds { get; set; } = 75;

    /// <summary>Size of a request's body, in bytes: 1 KiB to 1 TiB, default 64 MiB. More is 413. What is inspected has a lower bound of its own.</summary>
    [Range(1024L, 1L << 40, ErrorMessage = $"{Section}:MaxBodyBytes must be 1024 to 1099511627776 bytes.")]
    public long MaxBodyBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>How fast bodies must arrive, in bytes a second: 0 to 1,000,000, default 240; 0 lets everybody dawdle. Slower is 408.</summary>
    [Range(0, 1_000_000, ErrorMessage = $"{Section}:MinBodyBytesPerSecond must be 0 to 1000000; 0 lets everybody dawdle.")]
    public int MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>
    /// How fast answers must be taken, in bytes a second: 0 to 1,000,000, default 1,024; 0 lets everybody dawdle. Reckoned for each piece of at most 64 KiB: a
    /// caller that stops reading is cut off after a minute.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = $"{Section}:MinAnswerBytesPerSecond must be 0 to 1000000; 0 lets everybody dawdle.")]
    public int MinAnswerBytesPerSecond { get; set; } = 1024;

    /// <summary>How long a body or a piece of an answer may be slower than that, in seconds: 2 to 300, default 5.</summary>
    [Range(2, 300, ErrorMessage = $"{Section}:MinRateGraceSeconds must be 2 to 300 seconds.")]
    public int MinRateGraceSeconds { get; set; } = 5;

    /// <summary>What holds for connections in HTTP/2 alone.</summary>
    public Http2LimitsOptions Http2 { get; set; } = new();
}
