using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>Where a service sends a caller is where callers can go, and names nothing behind the gateway.</summary>
public sealed class PublicLocationTests
{
    [Fact]
    public async Task Location_NamesNothingBehindTheGateway()
    {
        await using var world = await GatewayWorld.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Forwarding:ResponseHeaders:0"] = "Content-Location",
            ["ReverseProxy:Clusters:billing:Destinations:only:Address"] = "https://billing.internal:8443/",
        });
        var service = world.Service.Address.Authority;
        var gateway = world.DataPlane.Authority;
        foreach (var (said, told) in new (string, string?)[]
        {
            ("/crm/contacts/7", "/crm/contacts/7"),
            ("/", "/"),
            ("contacts/7?a=b#c", "contacts/7?a=b#c"),
            ("?page=2", "?page=2"),
            ($"http://{service}/crm/contacts/7?a=b#c", "/crm/contacts/7?a=b#c"),
            ($"HTTP://{service}/crm/contacts/7", "/crm/contacts/7"),
            ($"http://{service}", "/"),
            ($"//{service}/crm/contacts/7", "/crm/contacts/7"),
            ($"http://user:word@{service}/crm/contacts/7", "/crm/contacts/7"),
            ($"http://{gateway}/crm/contacts/7", $"http://{gateway}/crm/contacts/7"),
            ($"https://{gateway}/crm/contacts/7", $"https://{gateway}/crm/contacts/7"),
            ("https://files.example/signed?x=y", "https://files.example/signed?x=y"),
            ($"http://{service}//evil.example/", null),
            ($"http://{world.Service.Address.Host}:1/", null),
            ("https://billing.internal:8443/invoices/1", null),
            ("https://BILLING.internal/invoices/1", null),
            ("http://crm.internal/contacts/7", null),
            ("//crm.internal/contacts/7", null),
            ("http://files.example/", null),
            ("https://user@files.example/", null),
            ("ftp://files.example/", null),
            ("javascript:alert(1)", null),
            ("data:text/html,a", null),
            ("/\\evil.example/", null),
            ("https:\\\\evil.example/", null),
            ("/a b", null),
            ("https://", null),
        }) Assert.Equal((said, told, told), await AskAsync(world, world.Service, said));
        Assert.Equal(("/a", null, null), await AskAsync(world, world.Service, "/a", "/b"));
    }

    [Fact]
    public async Task LocationOfAServiceBelowAPath_IsThePathHere()
    {
        await using var service = await RecordingService.StartAsync();
        await using var world = await GatewayWorld.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Forwarding:ResponseHeaders:0"] = "Content-Location",
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = $"{service.Address}base/",
        });
        foreach (var (said, told) in new (string, string?)[]
        {
            ($"{service.Address}base/crm/contacts/7", "/crm/contacts/7"),
            ($"{service.Address}base/", "/"),
            ($"{service.Address}other/7", null),
            ($"{service.Address}basement/7", null),
        }) Assert.Equal((said, told, told), await AskAsync(world, service, said));
    }

    private static async Task<(string Said, string? Location, string? ContentLocation)> AskAsync(GatewayWorld world, RecordingService service, params string[] said)
    {
        service.Answer = (context, _) =>
        {
            context.Response.Headers.Location = said;
            context.Response.Headers.ContentLocation = said;
            return RecordingService.WriteAsync(context, 201, "application/json", "{}"u8.ToArray());
        };
        var answer = await RawHttp.ExchangeAsync(
            world.DataPlane,
            $"GET /crm/contacts HTTP/1.1\nHost: {world.DataPlane.Authority}\nAuthorization: Bearer {await world.TokenAsync("agent@acme")}\nConnection: close\n\n");
        Assert.Equal(201, answer.Status);
        return (said[0], ValueOf(answer, "Location"), ValueOf(answer, "Content-Location"));
    }

    private static string? ValueOf(RawAnswer answer, string header) =>
        answer.Text.Split("\r\n").FirstOrDefault(line => line.StartsWith($"{header}: ", StringComparison.OrdinalIgnoreCase))?[(header.Length + 2)..];
}
