using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Demo.Crm;
using TenantGateway.Demo.World;

namespace TenantGateway.Demo.Checking;

/// <summary>Walks the main job over real sockets, as callers, the service and an attacker would.</summary>
internal sealed class DemoCheck : IDisposable
{
    private static readonly string[] PersonalFields = ["name", "email", "phone", "dateOfBirth", "address", "employment", "emergencyContacts", "notes"];

    private readonly DemoWorld _world;
    private readonly CheckClient _client;
    private readonly LoginCheck _logins;
    private string _contact = "";

    public DemoCheck(DemoWorld world)
    {
        _world = world;
        _client = new CheckClient(world);
        _logins = new LoginCheck(world, _client);
    }

    /// <summary>The exit code: 0 where every step saw what it must, else 1.</summary>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken) =>
        await CheckTable.RunAsync(Steps(), output, cancellationToken) == 0 ? 0 : 1;

    public void Dispose()
    {
        _logins.Dispose();
        _client.Dispose();
    }

    private CheckStep[] Steps() =>
    [
        new("a request without a token is refused", RefuseAnonymousAsync),
        new("a login without a second factor is refused", RefuseWeakLoginAsync),
        new("an agent stores a contact", StoreAsync),
        new("the CRM holds tokens, and all else as sent", LookAtStoreAsync),
        new("the agent reads it in the clear", ReadClearAsync),
        new("an analyst reads handles", ReadHandlesAsync),
        new("support reads masks", ReadMasksAsync),
        new("the agent finds it by email", SearchAsync),
        new("an analyst changes it without destroying a value", ReadModifyWriteAsync),
        new("a mask written back is refused", RefuseMaskAsync),
        new("a stored token from a caller is refused", RefuseStoredTokenAsync),
        new("an older row in the clear follows the same rules", ReadLegacyRowAsync),
        new("another tenant's token is refused at acme's host", RefuseForeignHostAsync),
        new("the same email is another token at globex", CompareTenantsAsync),
        new("acme's token in globex's data is never revealed", RefuseForeignTokenAsync),
        new("unknown hosts and routes are refused", RefuseUnknownAsync),
        new("the CRM takes nothing past the gateway", RefuseWithoutAssertionAsync),
        new("an admin lists the tenants", ListTenantsAsync),
        .. _logins.Steps(),
        new("the gateway's state holds nothing clear", SearchStateAsync),
    ];

    private async Task<string> RefuseAnonymousAsync(CancellationToken cancellationToken)
    {
        var answer = (await _client.GetAsync(null, "crm/contacts", cancellationToken)).Expect(401, "missing_token");
        CheckFailedException.ThrowUnless(answer.Challenge.StartsWith("Bearer", StringComparison.Ordinal), $"WWW-Authenticate: {answer.Challenge}");
        return $"401 {answer.Reason}, WWW-Authenticate: {answer.Challenge}";
    }

    private async Task<string> RefuseWeakLoginAsync(CancellationToken cancellationToken)
    {
        var token = await _client.TokenAsync("agent@acme", "&mfa=false", cancellationToken);
        var answer = await _client.SendWithTokenAsync(token, HttpMethod.Get, new Uri(_world.DataPlane, "crm/contacts"), null, null, cancellationToken);
        return $"401 {answer.Expect(401, "insufficient_user_authentication").Reason}";
    }

    private async Task<string> StoreAsync(CancellationToken cancellationToken)
    {
        var answer = (await _client.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", SampleContact.Json, null, cancellationToken)).Expect(201);
        _contact = answer.Text("id");
        CheckFailedException.ThrowUnless(answer.Text("email") == SampleContact.Email, answer.Body);
        return $"201 {_contact}";
    }

    private async Task<string> LookAtStoreAsync(CancellationToken cancellationToken)
    {
        var stored = await _client.StoredAsync(_contact, cancellationToken);
        // By path, not by text: short values such as GB occur in tokens by chance.
        var storedAt = Leaves(JsonNode.Parse(stored)).ToDictionary(leaf => leaf.Path, leaf => leaf.Value);
        foreach (var (value, path) in Leaves(JsonNode.Parse(SampleContact.Json)))
        {
            var personal = PersonalFields.Any(field => path.StartsWith($"$.{field}", StringComparison.Ordinal)) && !path.EndsWith("relation", StringComparison.Ordinal);
            var there = storedAt.GetValueOrDefault(path, "");
            CheckFailedException.ThrowUnless(personal ? there.StartsWith("pn1.", StringComparison.Ordinal) : there == value, $"{path}: {stored}");
        }

        return $"email: {JsonNode.Parse(stored)?["email"]?.ToString()[..32]}..., score: 5.0";
    }

    private async Task<string> ReadClearAsync(CancellationToken cancellationToken)
    {
        var answer = (await _client.GetAsync("agent@acme", $"crm/contacts/{_contact}", cancellationToken)).Expect(200);
        CheckFailedException.ThrowUnless(answer.Body == SampleContact.Json.Replace("{\"name\":\"Ada", $"{{\"id\":\"{_contact}\",\"name\":\"Ada", StringComparison.Ordinal), answer.Body);
        return $"{answer.Text("name")}, {answer.Text("email")}, byte for byte";
    }

    private async Task<string> ReadHandlesAsync(CancellationToken cancellationToken)
    {
        var answer = (await _client.GetAsync("analyst@acme", $"crm/contacts/{_contact}", cancellationToken)).Expect(200);
        // With the space: the three letters alone may stand in a handle by chance.
        CheckFailedException.ThrowUnless(answer.Text("email").StartsWith("hn1.", StringComparison.Ordinal) && !answer.Body.Contains("Ada ", StringComparison.Ordinal), answer.Body);
        return $"email: {answer.Text("email")[..32]}...";
    }

    private async Task<string> ReadMasksAsync(CancellationToken cancellationToken)
    {
        var answer = (await _client.GetAsync("support@acme", $"crm/contacts/{_contact}", cancellationToken)).Expect(200);
        CheckFailedException.ThrowUnless(answer.Text("email") == "a•••@e•••.com" && answer.Text("phone") == "•••0958", answer.Body);
        return $"{answer.Text("name")}, {answer.Text("email")}, {answer.Text("phone")}, {answer.Text("dateOfBirth")}";
    }

    private async Task<string> SearchAsync(CancellationToken cancellationToken)
    {
        var found = (await _client.GetAsync("agent@acme", $"crm/contacts?email={Uri.EscapeDataString(SampleContact.Email)}", cancellationToken)).Expect(200);
        CheckFailedException.ThrowUnless(found.Body.Contains($"\"{_contact}\"", StringComparison.Ordinal), found.Body);
        var missed = (await _client.GetAsync("agent@acme", "crm/contacts?email=nobody@example.com", cancellationToken)).Expect(200);
        CheckFailedException.ThrowUnless(missed.Text("count") == "0", missed.Body);
        return $"{found.Text("count")} found, 0 for another email";
    }

    private async Task<string> ReadModifyWriteAsync(CancellationToken cancellationToken)
    {
        var read = await _client.GetAsync("analyst@acme", $"crm/contacts/{_contact}", cancellationToken);
        var changed = read.Body.Replace("\"active\"", "\"dormant\"", StringComparison.Ordinal);
        (await _client.SendAsync("analyst@acme", HttpMethod.Put, $"crm/contacts/{_contact}", changed, null, cancellationToken)).Expect(200);
        var answer = await _client.GetAsync("agent@acme", $"crm/contacts/{_contact}", cancellationToken);
        var expected = SampleContact.Json.Replace("\"active\"", "\"dormant\"", StringComparison.Ordinal).Replace("{\"name\":\"Ada", $"{{\"id\":\"{_contact}\",\"name\":\"Ada", StringComparison.Ordinal);
        CheckFailedException.ThrowUnless(answer.Body == expected, answer.Body);
        return $"status: {answer.Text("status")}, email: {answer.Text("email")}";
    }

    private async Task<string> RefuseMaskAsync(CancellationToken cancellationToken)
    {
        var masked = await _client.GetAsync("support@acme", $"crm/contacts/{_contact}", cancellationToken);
        var answer = await _client.SendAsync("support@acme", HttpMethod.Put, $"crm/contacts/{_contact}", masked.Body, null, cancellationToken);
        return $"422 {answer.Expect(422, "masked_value").Reason}";
    }

    private async Task<string> RefuseStoredTokenAsync(CancellationToken cancellationToken)
    {
        var stored = await _client.StoredAsync(_contact, cancellationToken);
        var answer = await _client.SendAsync("agent@acme", HttpMethod.Put, $"crm/contacts/{_contact}", stored, null, cancellationToken);
        return $"400 {answer.Expect(400, "stored_token_in_request").Reason}";
    }

    private async Task<string> ReadLegacyRowAsync(CancellationToken cancellationToken)
    {
        var id = await _client.PlantAsync("acme", """{"name":"Old Row","email":"old@example.com"}""", cancellationToken);
        var agent = (await _client.GetAsync("agent@acme", $"crm/contacts/{id}", cancellationToken)).Expect(200);
        var analyst = (await _client.GetAsync("analyst@acme", $"crm/contacts/{id}", cancellationToken)).Expect(200);
        CheckFailedException.ThrowUnless(agent.Text("email") == "old@example.com" && analyst.Text("email").StartsWith("hn1.", StringComparison.Ordinal), analyst.Body);
        return "agent: clear, analyst: handle";
    }

    private async Task<string> RefuseForeignHostAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync("agent@globex", HttpMethod.Get, "crm/contacts", null, $"acme.localhost:{_world.DataPlane.Port}", cancellationToken);
        return $"403 {answer.Expect(403, "tenant_mismatch").Reason}";
    }

    private async Task<string> CompareTenantsAsync(CancellationToken cancellationToken)
    {
        var answer = (await _client.SendAsync("agent@globex", HttpMethod.Post, "crm/contacts", SampleContact.Json, null, cancellationToken)).Expect(201);
        var globex = JsonNode.Parse(await _client.StoredAsync(answer.Text("id"), cancellationToken))?["email"]?.ToString();
        var acme = JsonNode.Parse(await _client.StoredAsync(_contact, cancellationToken))?["email"]?.ToString();
        CheckFailedException.ThrowUnless(acme != globex, $"{acme} {globex}");
        return $"{acme?[..18]}... and {globex?[..18]}...";
    }

    private async Task<string> RefuseForeignTokenAsync(CancellationToken cancellationToken)
    {
        var acme = await _client.StoredAsync(_contact, cancellationToken);
        var id = await _client.PlantAsync("globex", acme.Replace($"\"id\":\"{_contact}\",", "", StringComparison.Ordinal), cancellationToken);
        var answer = (await _client.GetAsync("agent@globex", $"crm/contacts/{id}", cancellationToken)).Expect(200);
        CheckFailedException.ThrowUnless(!answer.Body.Contains("Ada ", StringComparison.Ordinal) && !answer.Body.Contains(SampleContact.Email, StringComparison.Ordinal), answer.Body);
        return $"email: {answer.Text("email")[..18]}...";
    }

    private async Task<string> RefuseUnknownAsync(CancellationToken cancellationToken)
    {
        (await _client.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts", null, "elsewhere.example", cancellationToken)).Expect(421, "unknown_host");
        (await _client.GetAsync("agent@acme", "nothing/here", cancellationToken)).Expect(404, "unknown_route");
        return "421 unknown_host, 404 unknown_route";
    }

    private async Task<string> RefuseWithoutAssertionAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.SendWithTokenAsync(null, HttpMethod.Get, new Uri(_world.CrmService, "crm/contacts"), null, null, cancellationToken);
        return $"{answer.Expect(401).Status} without the gateway's assertion";
    }

    private async Task<string> ListTenantsAsync(CancellationToken cancellationToken)
    {
        var token = await _client.TokenAsync("admin@operator", "&mfa=true", cancellationToken);
        var answer = await _client.SendWithTokenAsync(token, HttpMethod.Get, new Uri(_world.AdminPlane, "admin/tenants"), null, null, cancellationToken);
        var tenants = answer.Expect(200).Json["items"]?.AsArray().Select(tenant => tenant?["id"]?.ToString()).ToArray() ?? [];
        CheckFailedException.ThrowUnless(tenants.Contains("acme") && tenants.Contains("globex"), answer.Body);
        return string.Join(", ", tenants);
    }

    private Task<string> SearchStateAsync(CancellationToken cancellationToken)
    {
        var files = 0;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(_world.DataDirectory, "gateway"), "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            file.CopyTo(content);
            foreach (var (value, field) in Leaves(JsonNode.Parse(SampleContact.Json)).Where(leaf => leaf.Value.Length > 6))
            {
                CheckFailedException.ThrowUnless(content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(Encoding.UTF8.GetBytes(value)) < 0, $"{field} in {Path.GetFileName(path)}");
            }

            files++;
        }

        return Task.FromResult($"{files} files searched for every value of the contact");
    }

    private static IEnumerable<(string Value, string Path)> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value)),
        JsonArray elements => elements.SelectMany(Leaves),
        JsonValue value => [(value.ToJsonString(PlainStrings).Trim('"'), value.GetPath())],
        _ => [],
    };

    private static readonly System.Text.Json.JsonSerializerOptions PlainStrings = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
