using System.Text.Json.Nodes;
using TenantGateway.Tests.Admin;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.Identity.Answer;

namespace TenantGateway.Tests.Operations;

/// <summary>A test of operations, by way of the admin API: Olga requests, Anna approves.</summary>
public abstract class OperationTest : AdminTest
{
    private protected const string Requester = "auth0|olga";
    private protected const string Approver = "auth0|anna";

    private protected static readonly string[] KeyAdmin = ["key-admin"];

    private protected override Dictionary<string, string?> Settings => new() { ["Gateway:Issuers:1:OperatorOrganization"] = IdentityGateway.OperatorOrganization };

    private protected Task<Answer> RequestAsync(string? authorization = null, string json = """{"kind":"test.deed","tenant":"acme","parameters":{"which":"k1"}}""") =>
        PostAsync("/admin/operations", authorization ?? Operator(Requester, KeyAdmin), json);

    private protected async Task<(string Id, string Hash)> RequestedAsync()
    {
        var answer = await RequestAsync();
        Assert.Equal(201, answer.Status);
        return ($"{answer.Json.GetProperty("id")}", $"{answer.Json.GetProperty("hash")}");
    }

    private protected Task<Answer> ApproveAsync(string id, string hash, string? authorization = null) =>
        PostAsync($"/admin/operations/{id}/approve", authorization ?? Operator(Approver, KeyAdmin), new JsonObject { ["hash"] = hash }.ToJsonString());

    private protected async Task<JsonNode> ShowAsync(string id)
    {
        var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, $"/admin/operations/{id}", Operator("security-reviewer"));
        Assert.Equal(200, answer.Status);
        return JsonNode.Parse(answer.Body)!; // an object, by the status
    }

    private protected Task BecomesAsync(string id, string state) => Eventually.IsTrueAsync(async () => $"{(await ShowAsync(id))["state"]}" == state);

    private protected string[] Trail(int code) => [.. Parts.Audit.Entries.Where(entry => entry.Event.Code == code).Select(entry => entry.Outcome)];

    private protected static void AssertRefused(Answer answer, int status, string code) => Assert.Equal((status, code), (answer.Status, answer.Code));
}
