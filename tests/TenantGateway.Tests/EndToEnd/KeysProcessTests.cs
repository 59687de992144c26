using System.Text.Json;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd;

/// <summary>Keys are rotated as people do it: <c>tgw</c> in a process of its own, against the demo in another.</summary>
public sealed class KeysProcessTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();
    private readonly int _ports = DemoProcess.FreePortBase();
    private DemoProcess? _demo;

    private DemoProcess Demo => _demo ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() =>
        _demo = await DemoProcess.StartAsync(_ports, _state.Path, [("Gateway__Keys__PromotionWaitSeconds", "2"), ("Gateway__Changes__PollSeconds", "1")]);

    public async Task DisposeAsync()
    {
        await Demo.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task Keys_AreListedRotatedDisabledAndCompromised()
    {
        Assert.Equal("data 1 primary, lookup 1 primary, audit 1 primary", await StatesAsync());

        // :: A rotation that is only looked at, and one that is waited for
        Assert.Contains("Nothing was changed. This would be:", (await DoneAsync("keys", "rotate", "acme", "--dry-run", "--reason", "yearly")).Output, StringComparison.Ordinal);
        Assert.Equal("data 1 primary, lookup 1 primary, audit 1 primary", await StatesAsync());
        Assert.Contains("The new generation is in use.", (await DoneAsync("keys", "rotate", "acme", "--wait", "--reason", "yearly")).Output, StringComparison.Ordinal);
        Assert.Equal("data 1 readable, data 2 primary, lookup 1 primary, audit 1 primary", await StatesAsync());

        // :: The key-encryption key
        Assert.Contains("local:kek-acme/2", (await DoneAsync("keys", "rotate-kek", "acme", "--reason", "yearly")).Output, StringComparison.Ordinal);

        // :: The lookup key, whose old tokens nobody has counted yet
        Assert.Contains("searchable", (await DoneAsync("keys", "rotate-lookup", "acme", "--dry-run", "--reason", "yearly")).Output, StringComparison.Ordinal);
        await DoneAsync("keys", "rotate-lookup", "acme", "--wait", "--reason", "yearly");
        await RefusedAsync("lookup_rotation_unfinished", "keys", "rotate-lookup", "acme", "--reason", "again");
        await RefusedAsync("old_tokens_remain", "keys", "finish-lookup", "acme", "--reason", "yearly");

        // :: One generation
        var old = await KeyIdAsync("data", 1);
        await DoneAsync("keys", "disable", "acme", "--generation", old, "--reason", "not met any more");
        Assert.StartsWith("data 1 disabled", await StatesAsync(), StringComparison.Ordinal);
        await DoneAsync("keys", "enable", "acme", "--generation", old, "--reason", "met again");
        await RefusedAsync("generation_state_conflict", "keys", "disable", "acme", "--generation", await KeyIdAsync("data", 2), "--reason", "in use");

        // :: The urgent one: the command line that is printed is the one that a colleague types
        var asked = (await DoneAsync("keys", "compromise", "acme", "--generation", await KeyIdAsync("data", 2), "--reason", "incident 4")).Output;
        Assert.StartsWith("data 1 readable, data 2 primary,", await StatesAsync(), StringComparison.Ordinal);
        var approval = asked[(asked.IndexOf("tgw operations approve", StringComparison.Ordinal) + "tgw ".Length)..].Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[..5];
        Assert.Contains("self_approval", (await TgwAsync("admin@operator", [.. approval, "--reason", "hurry"])).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await TgwAsync("approver@operator", [.. approval, "--reason", "incident 4"])).Exit);
        await Eventually.IsTrueAsync(async () => await StatesAsync() == "data 1 readable, data 2 readable compromised, data 3 primary, lookup 1 searchable, lookup 2 primary, audit 1 primary");
    }

    private async Task<string> StatesAsync() => string.Join(", ", (await KeysAsync()).Select(key =>
        $"{key.GetProperty("line").GetString()} {key.GetProperty("number").GetInt32()} {key.GetProperty("state").GetString()}{(key.GetProperty("compromised").GetBoolean() ? " compromised" : "")}"));

    private async Task<string> KeyIdAsync(string line, int number) =>
        (await KeysAsync()).Single(key => key.GetProperty("line").GetString() == line && key.GetProperty("number").GetInt32() == number).GetProperty("keyId").GetString() ?? "";

    private async Task<JsonElement.ArrayEnumerator> KeysAsync() =>
        JsonDocument.Parse((await DoneAsync("keys", "list", "acme", "--output", "json")).Output).RootElement.GetProperty("items").EnumerateArray();

    private async Task<(string Output, string Error, int Exit)> DoneAsync(params string[] args)
    {
        var ran = await TgwAsync("admin@operator", args);
        Assert.True(ran.Exit == 0, $"{string.Join(' ', args)}: {ran.Output}{ran.Error}");
        return ran;
    }

    private async Task RefusedAsync(string reason, params string[] args)
    {
        var ran = await TgwAsync("admin@operator", args);
        Assert.True(ran.Exit == 6 && ran.Error.Contains(reason, StringComparison.Ordinal), $"{string.Join(' ', args)}: {ran.Exit} {ran.Output}{ran.Error}");
    }

    private async Task<(string Output, string Error, int Exit)> TgwAsync(string user, string[] args)
    {
        await using var tgw = ChildProgram.Start(
            [.. ChildProgram.Dotnet("tgw"), .. args], ("TGW_ADMIN", $"http://127.0.0.1:{_ports + 1}"), ("TGW_TOKEN", await Demo.TokenAsync(user)));
        var exit = await tgw.ExitAsync();
        return (tgw.Output, tgw.Error, exit);
    }
}
