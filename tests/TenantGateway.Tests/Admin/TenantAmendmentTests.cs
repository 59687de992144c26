using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Admin;

/// <summary>What defines a tenant, read and replaced.</summary>
public sealed class TenantAmendmentTests : AdminTest
{
    private const string Path = "/admin/tenants/umbrella/definition";

    [Fact]
    public async Task DefinitionIsReadAsItIsSent_WithItsRevision_OnRecord()
    {
        var wanted = Rich();
        await CreateAsync(wanted);
        Parts.Audit.Forget();

        var read = await ReadAsync();

        Assert.Equal((200, "\"1\""), (read.Status, read.ETag));
        Assert.True(JsonNode.DeepEquals(wanted, JsonNode.Parse(read.Body)), read.Body);
        Assert.Equal((AuditEvent.TenantRead, "umbrella"), (Assert.Single(Parts.Audit.Entries).Event, Parts.Audit.Entries[0].Subject));
    }

    [Fact]
    public async Task WholeDefinitionIsReplaced_AndEveryPartOfItIsOnRecord()
    {
        await CreateAsync(Definition());
        Parts.Audit.Forget();

        var answer = await ReplaceAsync(Rich(), "\"1\"");

        Assert.Equal((200, "\"2\""), (answer.Status, answer.ETag));
        Assert.Equal(answer, await ReadAsync());
        Assert.Equal("umbrella", (await GetAsync(Draft("org_more"))).Admitted.Tenant);
        var references = Parts.Audit.Entries.Take(7).Select(entry => (entry.Event.Name, entry.Outcome, entry.Organization?.Value)).ToArray();
        Assert.Equal(
            [
                ("tenant.changed", "intent", null),
                ("tenant.changed", "ok", null),
                ("tenant.organization_bound", "ok", new OrganizationBinding(Issuer.Name, "org_more").Reference.Value),
                ("tenant.renamed", "ok", null),
                ("tenant.hosts_changed", "ok", null),
                ("tenant.quotas_changed", "ok", null),
                ("tenant.placed", "ok", (string?)null),
            ],
            references);
        Assert.All(Parts.Audit.Entries.Take(7), entry => Assert.Equal(("umbrella", TenantId.Operator, "ticket 17"), (entry.Subject, entry.Tenant, entry.Details?.Reason)));
    }

    [Fact]
    public async Task OrganizationThatIsTakenOut_IsRefusedAtOnce_OnRecord()
    {
        await CreateAsync(Rich());
        Assert.Equal("umbrella", (await GetAsync(Draft("org_more"))).Admitted.Tenant);
        Parts.Audit.Forget();

        var less = Rich();
        less["organizations"]!.AsArray().RemoveAt(1); // as Rich makes it
        Assert.Equal(200, (await ReplaceAsync(less, "\"1\"")).Status);

        Assert.Equal("unknown_organization", (await GetAsync(Draft("org_more"))).Code);
        Assert.Equal(new OrganizationBinding(Issuer.Name, "org_more").Reference, Assert.Single(Parts.Audit.Entries, entry => entry.Event == AuditEvent.OrganizationUnbound).Organization);
    }

    [Fact]
    public async Task SameDefinitionAgain_ChangesNothing_WhateverRevisionIsNamed()
    {
        await CreateAsync(Definition());
        Assert.Equal("\"2\"", (await ReplaceAsync(Rich(), "\"1\"")).ETag);
        Parts.Audit.Forget();

        var again = await ReplaceAsync(Rich(), "\"1\"");

        Assert.Equal((200, "\"2\""), (again.Status, again.ETag));
        Assert.Equal(["intent", "unchanged"], Parts.Audit.Entries.Select(entry => entry.Outcome));
    }

    [Fact]
    public async Task WriterWhoHasNotSeenTheNewestRevision_ChangesNothing()
    {
        await CreateAsync(Definition());
        Assert.Equal(200, (await ReplaceAsync(Rich(), "\"1\"")).Status);

        var other = Definition();
        other["displayName"] = "Someone else's";
        Assert.Equal((412, "precondition_failed"), Seen(await ReplaceAsync(other, "\"1\"")));
        Assert.Equal((412, "precondition_failed"), Seen(await ReplaceAsync(other, "W/\"2\"")));
        Assert.Equal((412, "precondition_failed"), Seen(await ReplaceAsync(other, "\"02x\"")));
        Assert.Equal(200, (await ReplaceAsync(other, "\"2\"")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("1")]
    [InlineData("\"1\", \"2\"")]
    public async Task WriterWhoNamesNoRevision_ChangesNothing(string? etag)
    {
        await CreateAsync(Definition());
        Parts.Audit.Forget();

        Assert.Equal((428, "precondition_required"), Seen(await ReplaceAsync(Rich(), etag)));
        Assert.Empty(Parts.Audit.Entries);
    }

    [Fact]
    public async Task WhatIsAnothers_Conflicts()
    {
        await CreateAsync(Definition());
        var greedy = Rich();
        greedy["hosts"] = new JsonArray("acme.localhost");

        Assert.Equal((409, "tenant_conflict"), Seen(await ReplaceAsync(greedy, "\"1\"")));
        Assert.Equal("acme", (await GetAsync(Draft("org_acme"), "acme.localhost")).Admitted.Tenant);
    }

    [Fact]
    public async Task EverythingWrong_IsToldAtOnce_AndNothingIsDone()
    {
        await CreateAsync(Definition());
        Parts.Audit.Forget();
        var wrong = JsonNode.Parse("""{"id":"other","displayName":"","organizations":[],"hosts":["A"],"quotas":{"burst":0},"region":"!","clusters":{"a":" "},"state":"active"}""")!.AsObject(); // as written

        var answer = await ReplaceAsync(wrong, "\"1\"");

        Assert.Equal((422, "invalid_definition"), Seen(answer));
        foreach (var path in (string[])["$.id", "$.displayName", "$.organizations", "$.hosts[0]", "$.quotas.burst", "$.region", "$.clusters.a", "$.state"])
            Assert.Contains($"\"path\":\"{path}\"", answer.Body, StringComparison.Ordinal);
        Assert.Empty(Parts.Audit.Entries);
    }

    [Fact]
    public async Task DefinitionWithoutId_IsThatOfThePath()
    {
        await CreateAsync(Definition());
        var without = Rich();
        without.Remove("id");

        Assert.Equal(200, (await ReplaceAsync(without, "\"1\"")).Status);
    }

    [Fact]
    public async Task UnknownTenantAndMissingReason_AreTold()
    {
        Assert.Equal((404, "unknown_tenant"), Seen(await ReplaceAsync(Rich(), "\"1\"")));
        Assert.Equal((400, "missing_reason"), Seen(await ReplaceAsync(Rich(), "\"1\"", reason: null)));
    }

    [Fact]
    public async Task Reviewer_ReadsAndChangesNothing()
    {
        await CreateAsync(Definition());

        Assert.Equal(200, (await ReadAsync("security-reviewer")).Status);
        Assert.Equal((403, "role_missing"), Seen(await ReplaceAsync(Rich(), "\"1\"", role: "security-reviewer")));
        Assert.Equal((403, "role_missing"), Seen(await ReplaceAsync(Rich(), "\"1\"", role: "key-admin")));
    }

    [Fact]
    public async Task NoAudit_NoAnswer()
    {
        await CreateAsync(Definition());
        Parts.Audit.FailsAfter = Parts.Audit.Entries.Count;

        Assert.Equal((503, "audit_unavailable"), Seen(await ReplaceAsync(Rich(), "\"1\"")));
        Assert.Equal(1, (await Parts.Tenants.ListAsync(CancellationToken.None)).Single(tenant => tenant.Id.Value == "umbrella").Revision);
    }

    private JsonObject Rich()
    {
        var definition = Definition();
        definition["displayName"] = "Umbrella Holding";
        definition["organizations"]!.AsArray().Add(new JsonObject // as Definition makes it
        {
            ["issuer"] = Issuer.Name, ["organizationId"] = "org_more", ["label"] = "Umbrella UK", ["roles"] = new JsonArray("agent", "support"),
        });
        definition["hosts"]!.AsArray().Add("more.localhost"); // as Definition makes it
        definition["quotas"] = new JsonObject { ["requestsPerSecond"] = 2.5, ["burst"] = 7, ["concurrentRequests"] = 3 };
        definition["region"] = "eu-west";
        definition["clusters"] = new JsonObject { ["crm"] = "umbrella-crm" };
        return definition;
    }

    private Task<Told> ReadAsync(string role = "tenant-admin") => SendAsync(HttpMethod.Get, null, null, null, role);

    private Task<Told> ReplaceAsync(JsonNode definition, string? etag, string? reason = "ticket%2017", string role = "tenant-admin") => SendAsync(HttpMethod.Put, definition, etag, reason, role);

    private async Task<Told> SendAsync(HttpMethod method, JsonNode? definition, string? etag, string? reason, string role)
    {
        using var request = new HttpRequestMessage(method, Path);
        request.Headers.TryAddWithoutValidation("Authorization", Operator(role));
        if (definition is not null) request.Content = new StringContent(definition.ToJsonString(), Encoding.UTF8, "application/json");
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        if (reason is not null) request.Headers.TryAddWithoutValidation("X-Reason", reason);
        using var answer = await Gateway.Admin.SendAsync(request);
        return new Told((int)answer.StatusCode, answer.Headers.ETag?.ToString(), await answer.Content.ReadAsStringAsync());
    }

    private static (int Status, string? Code) Seen(Told answer) => (answer.Status, (string?)JsonNode.Parse(answer.Body)?["code"]);

    private sealed record Told(int Status, string? ETag, string Body);
}
