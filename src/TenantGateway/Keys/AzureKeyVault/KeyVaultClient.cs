using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// Key Vault's REST protocol for keys (2025-07-01), for one vault: requests, answers, and nothing of what they are for. The official package would replace
/// this file. Every failure is a <see cref="KeyServiceException"/>; what a vault says about itself is checked before it is believed.
/// </summary>
/// <remarks><see href="https://learn.microsoft.com/rest/api/keyvault/keys/operation-groups"/></remarks>
internal sealed class KeyVaultClient(VaultAddress vault, HttpPipeline pipeline, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private const string ApiVersion = "2025-07-01";
    private const int MaxPages = 100;

    // A page of 25 versions takes 8 KB, the result of an operation 1 KB.
    private const int MaxAnswerSize = 64 * 1024;
    private const int MaxResultSize = 8 * 1024;

    internal VaultAddress Vault => vault;

    /// <summary>Adds a version with RSA material to the key of that name, which is made where there is none.</summary>
    internal Task<VaultKey> CreateRsaAsync(string name, int bits, bool hsm, CancellationToken cancellationToken) => CallAsync(
        "create", RequestMethod.Post, $"keys/{name}/create",
        Json(new { kty = hsm ? "RSA-HSM" : "RSA", key_size = bits, key_ops = (string[])["wrapKey", "unwrapKey"], attributes = new { enabled = true } }),
        answer => Bundle(answer, name), cancellationToken);

    /// <summary>Adds a version with P-256 material that signs.</summary>
    internal Task<VaultKey> CreateSigningAsync(string name, bool hsm, CancellationToken cancellationToken) => CallAsync(
        "create", RequestMethod.Post, $"keys/{name}/create",
        Json(new { kty = hsm ? "EC-HSM" : "EC", crv = "P-256", key_ops = (string[])["sign", "verify"], attributes = new { enabled = true } }),
        answer => Bundle(answer, name), cancellationToken);

    /// <summary>The newest version, or the one that is named; null where there is none, or the key is deleted.</summary>
    internal Task<VaultKey?> FindAsync(string name, string version, CancellationToken cancellationToken) =>
        FindAsync("get", $"keys/{name}/{version}".TrimEnd('/'), answer => Bundle(answer, name), cancellationToken);

    internal Task<VaultKey> RotateAsync(string name, CancellationToken cancellationToken) =>
        CallAsync("rotate", RequestMethod.Post, $"keys/{name}/rotate", default, answer => Bundle(answer, name), cancellationToken);

    internal Task<VaultKey> SetEnabledAsync(VaultKeyId id, bool enabled, CancellationToken cancellationToken) => CallAsync(
        "update", RequestMethod.Patch, $"keys/{id.Name}/{id.Version}", Json(new { attributes = new { enabled } }), answer => Bundle(answer, id.Name), cancellationToken);

    /// <summary>All versions, in the order in which the vault lists them; none where there is no such key.</summary>
    internal async Task<IReadOnlyList<VaultKey>> ListVersionsAsync(string name, CancellationToken cancellationToken)
    {
        var versions = new List<VaultKey>();
        var path = $"keys/{name}/versions";
        for (var page = 0; page < MaxPages; page++)
        {
            var next = await FindAsync("list versions", path, answer => ReadPage(answer, name, versions), cancellationToken);
            if (string.IsNullOrEmpty(next)) return versions;
            path = next;
        }

        throw Malformed("list versions");
    }

    internal Task<DeletedVaultKey> DeleteAsync(string name, CancellationToken cancellationToken) =>
        CallAsync("delete", RequestMethod.Delete, $"keys/{name}", default, answer => Deleted(answer, name), cancellationToken);

    /// <summary>What is left of a deleted key; null where there is no such.</summary>
    internal Task<DeletedVaultKey?> FindDeletedAsync(string name, CancellationToken cancellationToken) =>
        FindAsync("get deleted", $"deletedkeys/{name}", answer => Deleted(answer, name), cancellationToken);

    /// <returns>False where there is no deleted key of that name.</returns>
    internal async Task<bool> TryRecoverAsync(string name, CancellationToken cancellationToken) =>
        await CallOrNullAsync("recover", RequestMethod.Post, $"deletedkeys/{name}/recover", default, answer => Bundle(answer, name), cancellationToken) is not null;

    /// <returns>False where there is no deleted key of that name.</returns>
    internal async Task<bool> TryPurgeAsync(string name, CancellationToken cancellationToken) =>
        await CallOrNullAsync("purge", RequestMethod.Delete, $"deletedkeys/{name}", default, answer => name, cancellationToken) is not null;

    /// <summary>After how many days the vault adds a version by itself; null where it does not.</summary>
    internal Task<int?> GetRotationAsync(string name, CancellationToken cancellationToken) =>
        CallAsync("get rotation policy", RequestMethod.Get, $"keys/{name}/rotationpolicy", default, ReadRotation, cancellationToken);

    /// <inheritdoc cref="GetRotationAsync"/>
    internal Task<int?> SetRotationAsync(string name, int? days, CancellationToken cancellationToken) => CallAsync(
        "set rotation policy", RequestMethod.Put, $"keys/{name}/rotationpolicy",
        Json(new
        {
            lifetimeActions = days is null ? [] : new[] { new { trigger = new { timeAfterCreate = string.Create(CultureInfo.InvariantCulture, $"P{days}D") }, action = new { type = "Rotate" } } },
            attributes = new { },
        }),
        ReadRotation, cancellationToken);

    /// <summary>Wraps with RSA-OAEP and SHA-256 (RFC 8017 section 7.1).</summary>
    /// <returns>The number of bytes written.</returns>
    internal Task<int> WrapAsync(VaultKeyId id, ReadOnlyMemory<byte> key, Memory<byte> destination, CancellationToken cancellationToken) =>
        OperateAsync("wrapkey", id, "RSA-OAEP-256", key, destination, cancellationToken);

    /// <inheritdoc cref="WrapAsync"/>
    internal Task<int> UnwrapAsync(VaultKeyId id, ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken) =>
        OperateAsync("unwrapkey", id, "RSA-OAEP-256", wrapped, destination, cancellationToken);

    /// <summary>Signs a SHA-256 digest with ES256 (RFC 7518 section 3.4).</summary>
    /// <returns>The number of bytes written.</returns>
    internal Task<int> SignAsync(VaultKeyId id, ReadOnlyMemory<byte> digest, Memory<byte> destination, CancellationToken cancellationToken) =>
        OperateAsync("sign", id, "ES256", digest, destination, cancellationToken);

    /// <summary>Asks, and takes any answer.</summary>
    /// <returns>Its status, and its date.</returns>
    internal async Task<(int Status, DateTimeOffset? Date)> AskAsync(string operation, RequestMethod method, string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(operation, method, path, body, MaxAnswerSize, cancellationToken);
        return (answer.Status, answer.Date);
    }

    private async Task<int> OperateAsync(string operation, VaultKeyId id, string algorithm, ReadOnlyMemory<byte> value, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var start = Encoding.ASCII.GetBytes($"{{\"alg\":\"{algorithm}\",\"value\":\"");
        // The value may be a key: its encoding is zeroed once the call has ended.
        using var body = new PinnedKey(start.Length + Base64Url.GetEncodedLength(value.Length) + 2);
        start.CopyTo(body.Span);
        Base64Url.EncodeToUtf8(value.Span, body.Span[start.Length..^2]);
        "\"}"u8.CopyTo(body.Span[^2..]);
        return await CallAsync(operation, RequestMethod.Post, $"keys/{id.Name}/{id.Version}/{operation}", body.Memory, answer =>
        {
            var length = answer.ReadResult(id, destination.Span);
            return length >= 0 ? length : throw Malformed(operation);
        }, cancellationToken, MaxResultSize);
    }

    private async Task<T> CallAsync<T>(
        string operation, RequestMethod method, string path, ReadOnlyMemory<byte> body, Func<VaultAnswer, T> read, CancellationToken cancellationToken, int maxSize = MaxAnswerSize)
    {
        using var answer = await SendAsync(operation, method, path, body, maxSize, cancellationToken);
        return answer.Status is >= 200 and < 300 ? read(answer) : throw Refused(operation, answer);
    }

    private Task<T?> FindAsync<T>(string operation, string path, Func<VaultAnswer, T> read, CancellationToken cancellationToken) where T : class =>
        CallOrNullAsync(operation, RequestMethod.Get, path, default, read, cancellationToken);

    private async Task<T?> CallOrNullAsync<T>(
        string operation, RequestMethod method, string path, ReadOnlyMemory<byte> body, Func<VaultAnswer, T> read, CancellationToken cancellationToken) where T : class
    {
        using var answer = await SendAsync(operation, method, path, body, MaxAnswerSize, cancellationToken);
        if (answer.Status == StatusCodes.Status404NotFound) return null;
        return answer.Status is >= 200 and < 300 ? read(answer) : throw Refused(operation, answer);
    }

    private async Task<VaultAnswer> SendAsync(string operation, RequestMethod method, string path, ReadOnlyMemory<byte> body, int maxSize, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var message = CreateMessage(method, path, body);
            await pipeline.SendAsync(message, either.Token);
            return await VaultAnswer.ReadAsync(message.Response, maxSize, either.Token);
        }
        catch (Exception exception)
        {
            var failure = VaultFailures.Of(operation, exception, cancellationToken);
            if (failure is KeyServiceException known) Log.Failed(logger, vault, operation, known.Failure, known.Message);
            if (ReferenceEquals(failure, exception)) throw;
            throw failure;
        }
    }

    private HttpMessage CreateMessage(RequestMethod method, string path, ReadOnlyMemory<byte> body)
    {
        var message = pipeline.CreateMessage();
        // Bodies are read by a reader that knows a bound.
        message.BufferResponse = false;
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(vault.Uri, path.Contains('?') ? path : $"{path}?api-version={ApiVersion}"));
        message.Request.Headers.SetValue("Accept", "application/json");
        if (body.IsEmpty) return message;
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(body);
        return message;
    }

    private KeyServiceException Refused(string operation, VaultAnswer answer)
    {
        var failure = VaultFailures.Of(operation, answer.Status, VaultError.Read(answer.Body));
        Log.Failed(logger, vault, operation, failure.Failure, failure.Message);
        return failure;
    }

    private KeyServiceException Malformed(string operation)
    {
        var failure = new KeyServiceException(KeyServiceFailure.Invalid, $"The answer to {operation} is malformed, or speaks of something else than was asked for.");
        Log.Failed(logger, vault, operation, failure.Failure, failure.Message);
        return failure;
    }

    private VaultKey Bundle(VaultAnswer answer, string name) => Parse(answer, "a key", root => VaultKey.ReadBundle(root, vault, name));

    private DeletedVaultKey Deleted(VaultAnswer answer, string name) => Parse(answer, "a deleted key", root => DeletedVaultKey.Read(root, vault, name));

    // The path and query of the next page, empty after the last.
    private string ReadPage(VaultAnswer answer, string name, List<VaultKey> versions) => Parse(answer, "a list of versions", root =>
    {
        if (VaultJson.Array(root, "value") is not { } items) return null;
        foreach (var item in items.EnumerateArray())
        {
            if (VaultKey.ReadItem(item, vault, name) is not { } version) return null;
            versions.Add(version);
        }

        return VaultJson.String(root, "nextLink") is { Length: > 0 } link ? AcceptNext(link, name) : "";
    });

    private string? AcceptNext(string link, string name) =>
        link.Length <= 4096 && Uri.TryCreate(link, UriKind.Absolute, out var uri) && vault.Owns(uri)
        && uri.AbsolutePath.Equals($"/keys/{name}/versions", StringComparison.OrdinalIgnoreCase) && uri.Query.Length > 1
            ? uri.PathAndQuery
            : null;

    private int? ReadRotation(VaultAnswer answer) => Parse(answer, "a rotation policy", root =>
    {
        if (VaultJson.Array(root, "lifetimeActions") is not { } actions) return null;
        foreach (var action in actions.EnumerateArray())
        {
            if (VaultJson.Object(action, "action") is not { } does || VaultJson.String(does, "type")?.Equals("Rotate", StringComparison.OrdinalIgnoreCase) != true) continue;
            return VaultJson.Object(action, "trigger") is { } trigger && VaultJson.String(trigger, "timeAfterCreate") is { } after && DaysOf(after) is { } days ? new Rotation(days) : null;
        }

        return new Rotation(null);
    }).Days;

    // ISO 8601 durations of days, months and years, as the service spells them.
    private static int? DaysOf(string duration)
    {
        try
        {
            return (int)System.Xml.XmlConvert.ToTimeSpan(duration).TotalDays;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private T Parse<T>(VaultAnswer answer, string what, Func<JsonElement, T?> read) where T : class =>
        VaultJson.Read(answer.Body, read) ?? throw Malformed("the request for " + what);

    private static ReadOnlyMemory<byte> Json<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body);

    private sealed record Rotation(int? Days);
}
