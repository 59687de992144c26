using Azure.Core;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>An operation of the vault, and a request by which it is tried without doing anything: it is about a key that does not exist, or cannot be made.</summary>
/// <param name="Action">The data action of Azure RBAC, below <c>Microsoft.KeyVault/vaults/</c>.</param>
/// <param name="Permission">The same in access policies.</param>
/// <param name="Method">Of the request.</param>
/// <param name="Path">Of the request, for a name and version that nobody uses.</param>
/// <param name="Body">Of the request, as JSON; empty where it has none.</param>
internal sealed record VaultRight(string Action, string Permission, RequestMethod Method, Func<string, string> Path, string Body = "")
{
    private const string Version = "00000000000000000000000000000000";

    // A vault looks at the right before it looks for the key, and answers that there is none only to who has it.
    private const string AnyValue = """{"alg":"RSA-OAEP-256","value":"AA"}""";

    /// <summary>What every process needs.</summary>
    internal static readonly IReadOnlyList<VaultRight> OfUse =
    [
        new("keys/read", "get", RequestMethod.Get, name => $"keys/{name}"),
        new("keys/unwrap/action", "unwrapKey", RequestMethod.Post, name => $"keys/{name}/{Version}/unwrapkey", AnyValue),
        new("keys/sign/action", "sign", RequestMethod.Post, name => $"keys/{name}/{Version}/sign", """{"alg":"ES256","value":"AA"}"""),
    ];

    /// <summary>What is needed where keys are made.</summary>
    internal static readonly IReadOnlyList<VaultRight> OfMaking =
    [
        // There is no such type: it is refused whoever asks.
        new("keys/create/action", "create", RequestMethod.Post, name => $"keys/{name}/create", """{"kty":"none"}"""),
        new("keys/wrap/action", "wrapKey", RequestMethod.Post, name => $"keys/{name}/{Version}/wrapkey", AnyValue),
        new("keys/read", "list", RequestMethod.Get, name => $"keys/{name}/versions"),
        new("keys/rotate/action", "rotate", RequestMethod.Post, name => $"keys/{name}/rotate"),
        new("keys/update/action", "update", RequestMethod.Patch, name => $"keys/{name}/{Version}", "{}"),
        new("keys/delete", "delete", RequestMethod.Delete, name => $"keys/{name}"),
        new("keys/recover/action", "recover", RequestMethod.Post, name => $"deletedkeys/{name}/recover"),
    ];

    /// <summary>What is needed besides where the vault is told to rotate keys by itself.</summary>
    internal static readonly IReadOnlyList<VaultRight> OfRotationPolicies =
    [
        new("keyrotationpolicies/read", "getrotationpolicy", RequestMethod.Get, name => $"keys/{name}/rotationpolicy"),
        new("keyrotationpolicies/write", "setrotationpolicy", RequestMethod.Put, name => $"keys/{name}/rotationpolicy", """{"lifetimeActions":[],"attributes":{}}"""),
    ];
}
