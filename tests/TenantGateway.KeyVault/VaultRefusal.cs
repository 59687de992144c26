using System.Text.Json.Nodes;

namespace TenantGateway.KeyVault;

/// <summary>An error answer.</summary>
internal sealed class VaultRefusal(int status, string code, string message, string? inner = null) : Exception(message)
{
    internal int Status => status;

    internal static VaultRefusal NotFound(string name) => new(404, "KeyNotFound", $"A key with (name/id) {name} was not found in this key vault. If you recently deleted this key you may be able to recover it using the correct recovery command.");

    internal static VaultRefusal BadParameter(string message) => new(400, "BadParameter", message);

    internal static JsonObject Body(string code, string message, string? inner)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null) error["innererror"] = new JsonObject { ["code"] = inner };
        return new JsonObject { ["error"] = error };
    }

    internal JsonObject Body() => Body(code, Message, inner);
}
