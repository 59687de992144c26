using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TenantGateway.KeyVault;

/// <summary>What each request does, under the lock of the state.</summary>
/// <param name="state">The keys.</param>
/// <param name="lag">How often a changed state is still hidden.</param>
/// <param name="pageSize">The most versions in a page.</param>
internal sealed class VaultApi(VaultState state, Func<int> lag, Func<int> pageSize)
{
    /// <summary>The permission that a request needs.</summary>
    internal static string PermissionOf(string method, string[] path) => (method, path) switch
    {
        ("POST", ["keys", _, "create"]) => "create",
        ("POST", ["keys", _, "rotate"]) => "rotate",
        ("GET", ["keys", _, "versions"]) => "list",
        ("GET", ["keys", _, "rotationpolicy"]) => "getrotationpolicy",
        ("PUT", ["keys", _, "rotationpolicy"]) => "setrotationpolicy",
        ("GET", ["keys" or "deletedkeys", ..]) => "get",
        ("PATCH", _) => "update",
        ("DELETE", ["keys", ..]) => "delete",
        ("DELETE", ["deletedkeys", ..]) => "purge",
        ("POST", ["deletedkeys", _, "recover"]) => "recover",
        ("POST", ["keys", _, _, "wrapkey"]) => "wrapKey",
        ("POST", ["keys", _, _, "unwrapkey"]) => "unwrapKey",
        ("POST", ["keys", _, _, var operation]) => operation,
        _ => throw new VaultRefusal(404, "NotFound", "The requested resource does not exist."),
    };

    /// <summary>Does the request and returns its answer; null for 204.</summary>
    internal JsonObject? Do(string vault, string method, string[] path, JsonObject body, IQueryCollection query) => (method, path) switch
    {
        ("POST", ["keys", var name, "create"]) => Create(vault, name, body),
        ("POST", ["keys", var name, "rotate"]) => Rotate(vault, name),
        ("GET", ["keys", var name, "versions"]) => Versions(vault, Live(name), query),
        ("GET", ["keys", var name, "rotationpolicy"]) => VaultJsonModel.RotationPolicy(vault, Live(name)),
        ("PUT", ["keys", var name, "rotationpolicy"]) => SetRotation(vault, Live(name), body),
        ("GET", ["keys", var name]) => Newest(vault, Live(name)),
        ("GET", ["keys", var name, var version]) => VaultJsonModel.Bundle(vault, Live(name), Version(name, version)),
        ("PATCH", ["keys", var name, var version]) => Update(vault, name, version, body),
        ("DELETE", ["keys", var name]) => VaultJsonModel.Deleted(vault, Delete(name)),
        ("POST", ["keys", var name, var version, var operation]) => Operate(vault, name, version, operation, body),
        ("GET", ["deletedkeys", var name]) => VaultJsonModel.Deleted(vault, DeletedKey(name)),
        ("POST", ["deletedkeys", var name, "recover"]) => Newest(vault, Recover(name)),
        ("DELETE", ["deletedkeys", var name]) => Purge(name),
        _ => throw new VaultRefusal(404, "NotFound", "The requested resource does not exist."),
    };

    internal StoredKey Delete(string name)
    {
        var key = Live(name);
        state.Live.Remove(name);
        state.Deleted[name] = key;
        key.DeletedAt = state.Now;
        key.PurgedAt = state.Now + VaultState.RecoverableDays * 86_400L;
        key.Hidden = lag();
        return key;
    }

    internal StoredKey Recover(string name)
    {
        var key = Settled(name);
        state.Deleted.Remove(name);
        state.Live[name] = key;
        key.Hidden = lag();
        return key;
    }

    private JsonObject Create(string vault, string name, JsonObject body)
    {
        if (name.Length > 127 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) throw VaultRefusal.BadParameter("The request URI contains an invalid name: " + name);
        if (state.Deleted.ContainsKey(name))
        {
            throw new VaultRefusal(409, "Conflict", $"Key {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the key can only be recovered or purged.", "ObjectIsDeletedButRecoverable");
        }

        var operations = body["key_ops"]?.AsArray().Select(operation => (string?)operation ?? "").ToArray() ?? ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"];
        var version = (string?)body["kty"] switch
        {
            "RSA" or "RSA-HSM" => state.NewRsa((int?)body["key_size"] ?? 2048, (string?)body["kty"] == "RSA-HSM", operations),
            "EC" or "EC-HSM" when (string?)body["crv"] is null or "P-256" => state.NewEc((string?)body["kty"] == "EC-HSM", operations),
            _ => throw VaultRefusal.BadParameter("Property has invalid value: kty"),
        };
        if (!state.Live.TryGetValue(name, out var key)) state.Live[name] = key = new StoredKey(name);
        key.Versions.Add(version);
        SetTags(version, body);
        return VaultJsonModel.Bundle(vault, key, version);
    }

    private JsonObject Rotate(string vault, string name)
    {
        var key = Live(name);
        var newest = key.Newest;
        var isHsm = newest.KeyType.EndsWith("-HSM", StringComparison.Ordinal);
        key.Versions.Add(newest.Material.RsaBits > 0 ? state.NewRsa(newest.Material.RsaBits, isHsm, newest.Operations) : state.NewEc(isHsm, newest.Operations));
        foreach (var (tag, value) in newest.Tags) key.Newest.Tags[tag] = value;
        return Newest(vault, key);
    }

    // The place in the list is what the real service keeps in an opaque token.
    private JsonObject Versions(string vault, StoredKey key, IQueryCollection query)
    {
        var from = int.TryParse(query["$skiptoken"], out var place) ? place : 0;
        var size = int.TryParse(query["maxresults"], out var most) ? Math.Min(most, pageSize()) : pageSize();
        var page = key.Versions.Skip(from).Take(size).ToList();
        var next = from + page.Count < key.Versions.Count
            ? $"{vault}/keys/{key.Name}/versions?api-version={query["api-version"]}&$skiptoken={from + page.Count}&maxresults={size}"
            : null;
        return new JsonObject
        {
            ["value"] = new JsonArray([.. page.Select(version => VaultJsonModel.Item(vault, key, version))]),
            ["nextLink"] = next,
        };
    }

    private static JsonObject SetRotation(string vault, StoredKey key, JsonObject body)
    {
        key.RotateAfter = body["lifetimeActions"]?.AsArray()
            .Where(action => string.Equals((string?)action?["action"]?["type"], "Rotate", StringComparison.OrdinalIgnoreCase))
            .Select(action => (string?)action?["trigger"]?["timeAfterCreate"])
            .FirstOrDefault();
        return VaultJsonModel.RotationPolicy(vault, key);
    }

    private JsonObject Update(string vault, string name, string id, JsonObject body)
    {
        var version = Version(name, id);
        version.Enabled = (bool?)body["attributes"]?["enabled"] ?? version.Enabled;
        SetTags(version, body);
        version.Updated = state.Now;
        return VaultJsonModel.Bundle(vault, Live(name), version);
    }

    private static JsonObject Newest(string vault, StoredKey key) => VaultJsonModel.Bundle(vault, key, key.Newest);

    private static void SetTags(StoredVersion version, JsonObject body)
    {
        if (body["tags"]?.AsObject() is not { } tags) return;
        version.Tags.Clear();
        foreach (var (name, value) in tags) version.Tags[name] = (string?)value ?? "";
    }

    private JsonObject? Purge(string name)
    {
        Settled(name);
        state.Deleted.Remove(name);
        return null;
    }

    private StoredKey Live(string name) => state.Live.TryGetValue(name, out var key) && --key.Hidden < 0 ? key : throw VaultRefusal.NotFound(name);

    // A vault ends a deleted key by itself when the time has come in which it could be recovered.
    private StoredKey DeletedKey(string name)
    {
        if (state.Deleted.TryGetValue(name, out var over) && over.PurgedAt <= state.Now) state.Deleted.Remove(name);
        return state.Deleted.TryGetValue(name, out var key) && --key.Hidden < 0 ? key : throw new VaultRefusal(404, "KeyNotFound", "Deleted Key not found: " + name);
    }

    private StoredKey Settled(string name)
    {
        if (state.Deleted.TryGetValue(name, out var key) && key.Hidden > 0)
        {
            throw new VaultRefusal(409, "Conflict", $"Key {name} is currently being deleted.", "ObjectIsBeingDeleted");
        }

        return DeletedKey(name);
    }

    private StoredVersion Version(string name, string id) =>
        Live(name).Versions.Find(version => version.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw VaultRefusal.NotFound($"{name}/{id}");

    private JsonObject Operate(string vault, string name, string id, string operation, JsonObject body)
    {
        var version = Version(name, id);
        // Wrapping, encrypting and verifying need the public half only, and the service leaves them to a disabled key.
        if (!version.Enabled && operation is not ("wrapkey" or "verify"))
        {
            throw new VaultRefusal(403, "Forbidden", $"Operation {operation} is not allowed on a disabled key.", "KeyDisabled");
        }

        if (!version.Operations.Contains(operation, StringComparer.OrdinalIgnoreCase))
        {
            throw new VaultRefusal(403, "Forbidden", $"Operation is not permitted on this key: {operation}", "KeyOperationForbidden");
        }

        var result = Compute(version.Material, operation, (string?)body["alg"], Decode(body, "value"));
        return result is { } bytes
            ? new JsonObject { ["kid"] = VaultJsonModel.Kid(vault, Live(name), version), ["value"] = Base64Url.EncodeToString(bytes) }
            : new JsonObject { ["value"] = Verify(version.Material, body) };
    }

    private static byte[]? Compute(KeyMaterial material, string operation, string? algorithm, byte[]? value)
    {
        if (value is null) throw VaultRefusal.BadParameter("Property has invalid value: value");
        using var rsa = material.OpenRsa();
        using var ec = material.OpenEc();
        try
        {
            return (operation, algorithm) switch
            {
                ("wrapkey", "RSA-OAEP-256") when rsa is not null => rsa.Encrypt(value, RSAEncryptionPadding.OaepSHA256),
                ("unwrapkey", "RSA-OAEP-256") when rsa is not null => rsa.Decrypt(value, RSAEncryptionPadding.OaepSHA256),
                ("sign", "ES256") when ec is not null && value.Length == 32 => ec.SignHash(value, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                ("verify", "ES256") when ec is not null => null,
                _ => throw VaultRefusal.BadParameter("Key and signing algorithm are incompatible, or the algorithm is not known."),
            };
        }
        catch (CryptographicException)
        {
            throw VaultRefusal.BadParameter("The parameter is incorrect.");
        }
    }

    private static bool Verify(KeyMaterial material, JsonObject body)
    {
        using var ec = material.OpenEc();
        return ec is not null && Decode(body, "digest") is { } digest && Decode(body, "value") is { } signature && ec.VerifyHash(digest, signature);
    }

    private static byte[]? Decode(JsonObject body, string name)
    {
        try
        {
            return (string?)body[name] is { } text ? Base64Url.DecodeFromChars(text) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
