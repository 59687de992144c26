using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Admin;

/// <summary>A test of the admin API.</summary>
public abstract class AdminTest : IdentityTest
{
    private protected string Operator(params string[] roles) => Operator("auth0|olga", roles);

    /// <param name="subject">Who.</param>
    /// <param name="roles">As what.</param>
    /// <param name="change">Bends the payload before it is signed.</param>
    /// <param name="issuer">By whom; null for the first issuer.</param>
    private protected string Operator(string subject, string[] roles, Action<JsonObject>? change = null, TestIssuer? issuer = null)
    {
        var token = (issuer ?? Issuer).Draft(Gateway.Now, TestIssuer.AdminAudience, IdentityGateway.OperatorOrganization, subject);
        token.Payload["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]);
        change?.Invoke(token.Payload);
        return "Bearer " + token.Sign();
    }

    private protected Task<Answer> PostAsync(string path, string? authorization, string json = "{}", string? reason = "ticket%2017") =>
        SendAsync(Gateway.Admin, HttpMethod.Post, path, authorization, change: request =>
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            if (reason is not null) request.Headers.TryAddWithoutValidation("X-Reason", reason);
        });

    private protected Task<Answer> ListAsync(params string[] roles) => SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/tenants", Operator(roles));

    private protected Task<Answer> CreateAsync(JsonNode definition, string? reason = "ticket%2017", string role = "tenant-admin") =>
        CreateAsync(Encoding.UTF8.GetBytes(definition.ToJsonString()), reason, role);

    private protected Task<Answer> CreateAsync(byte[] body, string? reason = "ticket%2017", string role = "tenant-admin", string type = "application/json") =>
        SendAsync(Gateway.Admin, HttpMethod.Post, "/admin/tenants", Operator(role), change: request =>
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
            if (reason is not null) request.Headers.TryAddWithoutValidation("X-Reason", reason);
        });

    private protected JsonObject Definition(string id = "umbrella") => new()
    {
        ["id"] = id,
        ["displayName"] = "Umbrella Ltd",
        ["organizations"] = new JsonArray(new JsonObject { ["issuer"] = Issuer.Name, ["organizationId"] = "org_" + id }),
        ["hosts"] = new JsonArray(id + ".localhost"),
    };
}
