namespace TenantGateway.Tests.Proxies;

/// <summary>What a <see cref="FaultProxy"/> does to bytes on their way, and to which.</summary>
internal sealed record ProxyFault
{
    public required ProxyAct Act { get; init; }

    /// <summary>The direction of the bytes that are counted and searched.</summary>
    public required Flow On { get; init; }

    /// <summary>How many bytes of a connection pass in that direction before it acts.</summary>
    public long After { get; init; }

    /// <summary>Acts only on a piece (what one read gives) that holds or ends this text of at most <see cref="LongestText"/> ASCII characters; nothing of the piece passes before.</summary>
    public string? Text { get; init; }

    /// <summary>Acts only on connections in which this text has passed since the fault was added: <c>COMMIT</c> of the transaction that wrote it.</summary>
    public string? Since { get; init; }

    /// <summary>What was met passes, and the bytes that come back after it are acted upon: the server has done it, and the caller is not told.</summary>
    public bool Answer { get; init; }

    /// <summary>How many times it is met without acting.</summary>
    public int Skip { get; init; }

    /// <summary>How many times it acts.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>For <see cref="ProxyAct.Delay"/>.</summary>
    public TimeSpan Delay { get; init; }

    public const int LongestText = 256;
}

/// <summary>A direction.</summary>
internal enum Flow
{
    ToServer,
    ToCaller,
}

internal enum ProxyAct
{
    /// <summary>Each piece waits for a while, and passes.</summary>
    Delay,

    /// <summary>Nothing more passes in that direction of the connection until the fault is ended; what was held passes then.</summary>
    Hold,

    /// <summary>The connection ends in order, in the middle of what was said.</summary>
    End,

    /// <summary>The connection is reset on both sides.</summary>
    Reset,
}
