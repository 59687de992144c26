using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using TenantGateway.Demo.Crm;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Demo.Checking;

/// <summary>Walks the main job over real sockets, as a caller would. It leaves no contact behind.</summary>
internal sealed class DemoCheck(DemoWorld world)
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>The exit code: 0 where every step saw what it must, else 1.</summary>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        using (_client)
            return await CheckTable.RunAsync(Steps(), output, cancellationToken) == 0 ? 0 : 1;
    }

    private CheckStep[] Steps() =>
    [
        new("the identity provider issues a token for agent@acme", IssueTokenAsync),
        new("the CRM takes nothing past the gateway", RefuseWithoutAssertionAsync),
        new("the CRM keeps a contact byte for byte", KeepContactAsync),
    ];

    private async Task<string> IssueTokenAsync(CancellationToken cancellationToken)
    {
        var text = await _client.GetStringAsync(new Uri(world.Issuer, "demo/token?user=agent@acme&mfa=true&age=0"), cancellationToken);
        var token = new JsonWebToken(text);
        var organization = token.GetPayloadValue<string>(DemoClaims.Organization);
        CheckFailedException.ThrowUnless(token.Typ == "at+jwt" && organization == DemoAccounts.AcmeOrganization, $"{token.Typ} for {organization}");
        return $"{token.Alg} {token.Typ} of {token.Issuer} for {organization}";
    }

    private async Task<string> RefuseWithoutAssertionAsync(CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(world.CrmService, "crm/contacts"), cancellationToken);
        CheckFailedException.ThrowUnless(response.StatusCode == HttpStatusCode.Unauthorized, $"{(int)response.StatusCode}");
        return "401";
    }

    private async Task<string> KeepContactAsync(CancellationToken cancellationToken)
    {
        using var body = new StringContent(SampleContact.Json, Encoding.UTF8, "application/json");
        using var created = await _client.PostAsync(new Uri(world.CrmDirect, "crm/contacts"), body, cancellationToken);
        created.EnsureSuccessStatusCode();
        using var contact = JsonDocument.Parse(await created.Content.ReadAsStringAsync(cancellationToken));
        var id = contact.RootElement.GetProperty("id").GetString();

        var address = new Uri(world.CrmDirect, $"crm/contacts/{id}");
        var stored = await _client.GetStringAsync(address, cancellationToken);
        using var deleted = await _client.DeleteAsync(address, cancellationToken);
        CheckFailedException.ThrowUnless(stored == SampleContact.Json.Replace("{\"name\":\"Ada", $"{{\"id\":\"{id}\",\"name\":\"Ada", StringComparison.Ordinal), stored);
        return $"201, 200, {(int)deleted.StatusCode}: {stored[..48]}...";
    }
}
