namespace TenantGateway.Core.Content;

/// <summary>How much one unit may hold; what holds more is refused. Each bound has a reason of its own.</summary>
public sealed record ContentLimits
{
    /// <summary>What holds where nobody says otherwise.</summary>
    public static ContentLimits Default { get; } = new();

    /// <summary>How deep arrays and objects may be nested; at most <see cref="JsonScanner.MaxDepth"/>.</summary>
    public int MaxDepth { get; init; } = JsonScanner.MaxDepth;

    /// <summary>How many values there may be at places that rules cover.</summary>
    public int MaxFields { get; init; } = 20_000;

    /// <summary>How many tokens and handles may be opened.</summary>
    public int MaxTokens { get; init; } = 20_000;

    /// <summary>How long the name of a member or form field may be, in bytes as it is written.</summary>
    public int MaxNameBytes { get; init; } = 1024;

    /// <summary>How long a protected value may be, in bytes; at most <see cref="Tokens.Payload.MaxValueLength"/>.</summary>
    public int MaxValueBytes { get; init; } = Tokens.Payload.MaxValueLength;
}
