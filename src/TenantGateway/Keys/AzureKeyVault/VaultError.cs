using System.Text.Json;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>The codes of an error answer, <c>{"error":{"code","message","innererror":{"code"}}}</c>. Its message is for people and goes nowhere.</summary>
internal sealed record VaultError(string Code, string? Inner)
{
    private const int MaxCodeLength = 64;

    private static readonly VaultError Unreadable = new("no code", null);

    /// <summary>Whether the key is on its way from one state to another.</summary>
    internal bool IsTransition => Inner?.StartsWith("ObjectIsBeing", StringComparison.Ordinal) == true;

    internal static VaultError Read(ReadOnlyMemory<byte> body) => VaultJson.Read(body, CodesOf) ?? Unreadable;

    private static VaultError? CodesOf(JsonElement root)
    {
        if (VaultJson.Object(root, "error") is not { } error) return null;
        var inner = VaultJson.Object(error, "innererror") is { } innerError ? CodeOf(innerError) : null;
        return new VaultError(CodeOf(error) ?? "no code", inner);
    }

    public override string ToString() => Inner is null ? Code : $"{Code}/{Inner}";

    // Into exceptions and logs goes what looks like a code.
    private static string? CodeOf(JsonElement element) =>
        VaultJson.String(element, "code") is { Length: > 0 and <= MaxCodeLength } code && code.All(char.IsAsciiLetterOrDigit) ? code : null;
}
