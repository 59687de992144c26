namespace TenantGateway.Cli.Keys;

/// <summary>One way to change keys.</summary>
/// <param name="Name">The command, and the end of its path.</param>
/// <param name="Description">What it does, as a sentence.</param>
/// <param name="Example">A command line that can be copied.</param>
internal sealed record KeyVerb(string Name, string Description, string Example)
{
    /// <summary>It is done to one generation, which must be named.</summary>
    public bool TakesGeneration { get; init; }

    /// <summary>It makes a generation that becomes primary some seconds later.</summary>
    public bool Waits { get; init; }

    public static readonly IReadOnlyList<KeyVerb> All =
    [
        new("rotate", "Makes a new data key. Tokens that exist stay as they are and stay readable.", "  tgw keys rotate acme --reason \"yearly rotation\" --wait") { Waits = true },
        new("rotate-kek", "Makes a new version of the key-encryption key and wraps every generation under it. No data is touched.", "  tgw keys rotate-kek acme --reason \"audit finding 12\""),
        new("rotate-lookup", "Makes a new lookup key: searchable tokens change. See first which routes would break.", "  tgw keys rotate-lookup acme --dry-run --reason \"yearly rotation\"") { Waits = true },
        new("finish-lookup", "Ends the older lookup key's searches, once the report shows that none of its tokens is left.", "  tgw keys finish-lookup acme --reason \"re-tokenized\""),
        new("disable", "Makes tokens of one generation unreadable, until it is enabled again.", "  tgw keys disable acme --generation 2mhpcz --reason \"re-tokenized\"") { TakesGeneration = true },
        new("enable", "Makes tokens of a disabled generation readable again.", "  tgw keys enable acme --generation 2mhpcz --reason \"rows were left\"") { TakesGeneration = true },
    ];
}
