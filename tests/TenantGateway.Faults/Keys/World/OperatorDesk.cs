using System.Text.Json;
using TenantGateway.Tests.Cli;

namespace TenantGateway.Faults.Keys.World;

/// <summary>The operator's people and their <c>tgw</c>.</summary>
internal sealed class OperatorDesk(Uri adminPlane, Func<string, Task<string>> tokenOf)
{
    public const string Requester = "admin@operator";
    public const string Approver = "approver@operator";
    public const string Reviewer = "reviewer@operator";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command as that account, with a login of right now; answers in JSON.</summary>
    public async Task<Ran> TryAsync(string user, params string[] args) => await Tgw.RunAsync(adminPlane.AbsoluteUri, await tokenOf(user), Patience, [.. args, "--output", "json"]);

    /// <summary>As <see cref="TryAsync"/>, and it must be done.</summary>
    public async Task<JsonElement> DoneAsync(string user, params string[] args)
    {
        var ran = await TryAsync(user, args);
        return ran.Exit == 0 ? ran.OutputJson : throw new InvalidOperationException($"tgw {string.Join(' ', args)}: {ran.Error}");
    }

    public Task<JsonElement> DoAsync(params string[] args) => DoneAsync(Requester, args);

    /// <summary>The generations of a line of a tenant, as they are listed.</summary>
    public async Task<List<KeyGeneration>> KeysAsync(string tenant, string line) =>
    [
        .. (await DoAsync("keys", "list", tenant)).GetProperty("items").EnumerateArray()
            .Select(item => new KeyGeneration(TextOf(item, "keyId"), TextOf(item, "line"), TextOf(item, "state"), item.GetProperty("compromised").GetBoolean()))
            .Where(generation => generation.Line == line),
    ];

    /// <summary>One person requests an operation, is refused to approve it, and another approves exactly what was shown; waits for its end.</summary>
    /// <returns>The id, and whether it was done after the requester alone could not.</returns>
    public async Task<(string Id, bool TookTwo)> OperateAsync(string kind, string tenant, CancellationToken cancellationToken, params string[] parameters)
    {
        var requested = await DoAsync(["operations", "request", kind, tenant, .. parameters.SelectMany(parameter => (string[])["--set", parameter]), "--reason", "proof"]);
        var (id, hash) = (TextOf(requested, "id"), TextOf(requested, "hash"));
        var alone = await TryAsync(Requester, "operations", "approve", id, "--hash", hash, "--reason", "proof");
        await DoneAsync(Approver, "operations", "approve", id, "--hash", hash, "--reason", "checked");
        var state = "";
        await Until.TrueAsync(async () => (state = TextOf(await DoneAsync(Reviewer, "operations", "show", id), "state")) is "done" or "failed", cancellationToken);
        return state == "done"
            ? (id, alone.Exit != 0 && alone.Error.Contains("self_approval", StringComparison.Ordinal))
            : throw new InvalidOperationException($"The operation {kind} has failed.");
    }

    private static string TextOf(JsonElement item, string name) => item.GetProperty(name).GetString() ?? "";
}

/// <summary>A generation of a tenant's keys as <c>tgw keys list</c> shows it.</summary>
internal sealed record KeyGeneration(string KeyId, string Line, string State, bool IsCompromised);
