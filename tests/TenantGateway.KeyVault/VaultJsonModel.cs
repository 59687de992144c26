using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace TenantGateway.KeyVault;

/// <summary>The documented JSON of keys.</summary>
internal static class VaultJsonModel
{
    internal static JsonObject Bundle(string vault, StoredKey key, StoredVersion version) => new()
    {
        ["key"] = Jwk(vault, key, version),
        ["attributes"] = Attributes(version),
        ["tags"] = new JsonObject(version.Tags.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, tag.Value))),
    };

    internal static JsonObject Item(string vault, StoredKey key, StoredVersion version) => new()
    {
        ["kid"] = Kid(vault, key, version),
        ["attributes"] = Attributes(version),
    };

    internal static JsonObject Deleted(string vault, StoredKey key)
    {
        var bundle = Bundle(vault, key, key.Newest);
        bundle["recoveryId"] = $"{vault}/deletedkeys/{key.Name}";
        bundle["deletedDate"] = key.DeletedAt;
        bundle["scheduledPurgeDate"] = key.PurgedAt;
        return bundle;
    }

    internal static JsonObject RotationPolicy(string vault, StoredKey key)
    {
        var actions = new JsonArray();
        if (key.RotateAfter is { } after)
        {
            actions.Add(new JsonObject { ["trigger"] = new JsonObject { ["timeAfterCreate"] = after }, ["action"] = new JsonObject { ["type"] = "Rotate" } });
        }

        actions.Add(new JsonObject { ["trigger"] = new JsonObject { ["timeBeforeExpiry"] = "P30D" }, ["action"] = new JsonObject { ["type"] = "Notify" } });
        return new JsonObject
        {
            ["id"] = $"{vault}/keys/{key.Name}/rotationpolicy",
            ["lifetimeActions"] = actions,
            ["attributes"] = new JsonObject { ["created"] = key.Versions[0].Created, ["updated"] = key.Versions[0].Created },
        };
    }

    internal static string Kid(string vault, StoredKey key, StoredVersion version) => $"{vault}/keys/{key.Name}/{version.Id}";

    private static JsonObject Jwk(string vault, StoredKey key, StoredVersion version)
    {
        var jwk = new JsonObject
        {
            ["kid"] = Kid(vault, key, version),
            ["kty"] = version.KeyType,
            ["key_ops"] = new JsonArray([.. version.Operations.Select(operation => JsonValue.Create(operation))]),
        };
        if (version.Material.PublicRsa is { } rsa)
        {
            jwk["n"] = Base64Url.EncodeToString(rsa.Modulus);
            jwk["e"] = Base64Url.EncodeToString(rsa.Exponent);
        }

        if (version.Material.PublicPoint is { } point)
        {
            jwk["crv"] = "P-256";
            jwk["x"] = Base64Url.EncodeToString(point.X);
            jwk["y"] = Base64Url.EncodeToString(point.Y);
        }

        return jwk;
    }

    private static JsonObject Attributes(StoredVersion version) => new()
    {
        ["enabled"] = version.Enabled,
        ["created"] = version.Created,
        ["updated"] = version.Updated,
        ["recoveryLevel"] = "Recoverable+Purgeable",
        ["recoverableDays"] = VaultState.RecoverableDays,
        ["exportable"] = false,
    };
}
