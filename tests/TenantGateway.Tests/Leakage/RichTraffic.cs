using System.Net.Http.Headers;
using System.Text;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Leakage;

/// <summary>
/// Callers, a service and operators who do all that is right and much that is wrong with personal data. Answers that may hold nothing clear go
/// to the evidence.
/// </summary>
internal sealed class RichTraffic(GatewayWorld world, Evidence evidence)
{
    private const string Contacts = "crm/contacts";
    private const string One = Contacts + "/c_1";

    // Traces and metrics of the caller itself are its own affair.
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });
    private string _stored = "";
    private string _handles = "";

    public List<string> Tokens { get; } = [];

    public async Task RunAsync()
    {
        await WriteAndReadAsync();
        await SearchAsync();
        await SendBadContentAsync();
        await SendBadIdentityAsync();
        await FailAsync();
        await MisconfigureAsync();
        await AdministerAsync();
        _client.Dispose();
    }

    private async Task WriteAndReadAsync()
    {
        await SendAsync(200, "agent@acme", HttpMethod.Post, Contacts, PersonalData.Contact);
        _stored = world.Service.Last.Text;
        // What the service got is nothing clear either.
        evidence.Add("service", _stored);
        world.Service.AnswerJson(_stored);
        await SendAsync(200, "agent@acme", HttpMethod.Get, One);
        _handles = await SendAsync(200, "analyst@acme", HttpMethod.Get, One);
        evidence.Add("handles", _handles);
        evidence.Add("masks", await SendAsync(200, "support@acme", HttpMethod.Get, One));
        evidence.Add("foreign", await SendAsync(200, "agent@globex", HttpMethod.Get, One));
        world.Service.AnswerJson($$"""{"name":"{{PersonalData.Name}}","email":"{{PersonalData.Planted}}"}""");
        evidence.Add("row in the clear", await SendAsync(200, "analyst@acme", HttpMethod.Get, One));
        world.Service.AnswerJson(_stored);
    }

    private async Task SearchAsync()
    {
        var email = Uri.EscapeDataString(PersonalData.Email);
        await SendAsync(200, "agent@acme", HttpMethod.Get, $"{Contacts}?email={email}");
        evidence.Add("service", world.Service.Last.RawTarget);
        await SendAsync(400, "agent@acme", HttpMethod.Get, $"{Contacts}?email={email}&email={email}");
        await SendAsync(400, "agent@acme", HttpMethod.Get, $"{Contacts}?Email={email}");
        await SendAsync(400, "agent@acme", HttpMethod.Get, $"{Contacts}?email={email}%zz");
        await SendAsync(401, null, HttpMethod.Get, $"{Contacts}?email={email}");
        await SendAsync(404, "agent@acme", HttpMethod.Get, $"nothing/{email}?q={email}");
        await SendAsync(421, "agent@acme", HttpMethod.Get, $"{Contacts}?email={email}", host: "zebulona.quackenbush.example");
        await SendAsync(400, "agent@acme", HttpMethod.Get, $"{Contacts}/%2e%2e/{email}");
    }

    private async Task SendBadContentAsync()
    {
        var email = PersonalData.Email;
        foreach (var bad in (string[])[$$"""{"email":"{{email}}",""", $$"""{"email":"{{email}}" "{{email}}"}""", $$"""{"email":"{{email}}","email":"{{email}}"}""", $$"""{"Email":"{{email}}"}""", $$"""{"email":"{{email}}\ud800"}"""])
        {
            await SendAsync(400, "agent@acme", HttpMethod.Post, Contacts, bad);
        }

        await SendAsync(415, "agent@acme", HttpMethod.Post, Contacts, email, type: "text/plain");
        await SendAsync(415, "agent@acme", HttpMethod.Post, Contacts, PersonalData.Contact, type: $"application/x-{PersonalData.City.Replace(' ', '-')}");
        await SendAsync(413, "agent@acme", HttpMethod.Post, Contacts, $$"""{"notes":"{{string.Concat(Enumerable.Repeat(email, 2000))}}"}""");
        await SendAsync(403, "analyst@acme", HttpMethod.Post, Contacts, PersonalData.Contact);
        await SendAsync(422, "agent@acme", HttpMethod.Put, One, $$"""{"name":"{{PersonalData.Name}}","email":"a•••@e•••.com"}""");
        await SendAsync(400, "agent@acme", HttpMethod.Put, One, _stored);
        // Handles are one actor's own.
        await SendAsync(400, "agent@acme", HttpMethod.Put, One, _handles);
    }

    private async Task SendBadIdentityAsync()
    {
        await SendAsync(403, "agent@globex", HttpMethod.Post, Contacts, PersonalData.Contact, host: "acme.localhost");
        await SendAsync(403, "admin@operator&audience=data", HttpMethod.Post, Contacts, PersonalData.Contact);
        await SendAsync(401, "agent@acme&mfa=false", HttpMethod.Post, Contacts, PersonalData.Contact);
        await SendAsync(401, "agent@acme&age=86400", HttpMethod.Post, Contacts, PersonalData.Contact);
        await SendAsync(401, "agent@acme&audience=admin", HttpMethod.Post, Contacts, PersonalData.Contact);
        var token = await TokenAsync("agent@acme");
        foreach (var bad in (string[])[token + "x", token[..^4] + "AAAA", token.Replace(".", "..", StringComparison.Ordinal), PersonalData.Email])
        {
            await SendAsync(401, null, HttpMethod.Post, Contacts, PersonalData.Contact, token: bad);
        }
    }

    private async Task FailAsync()
    {
        await SendAsync(502, "agent@acme", HttpMethod.Post, "dead/contacts", PersonalData.Contact);
        world.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 500, "text/plain", Encoding.UTF8.GetBytes($"no such customer: {PersonalData.Email}"));
        await SendAsync(500, "agent@acme", HttpMethod.Get, One);
        world.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 200, "text/html", Encoding.UTF8.GetBytes($"<p>{PersonalData.Email}</p>"));
        await SendAsync(502, "agent@acme", HttpMethod.Get, One);
        world.Service.AnswerJson($$"""{"email":"{{PersonalData.Email}}",""");
        await SendAsync(502, "agent@acme", HttpMethod.Get, One);
        world.Service.Answer = (context, received) => RecordingService.WriteAsync(context, 422, "application/problem+json", received.Body);
        await SendAsync(422, "analyst@acme", HttpMethod.Put, One, """{"status":"dormant"}""");
        world.Service.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await SendAsync(502, "agent@acme", HttpMethod.Post, Contacts, PersonalData.Contact);
        world.Service.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await SendAsync(504, "agent@acme", HttpMethod.Post, Contacts, PersonalData.Contact);
        world.Service.AnswerJson(_stored);
    }

    private async Task MisconfigureAsync()
    {
        var policy = await File.ReadAllTextAsync(world.PolicyFile);
        await File.WriteAllTextAsync(world.PolicyFile, policy.Replace("\"searchable\"", "\"nonsense\"", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(async () => (await world.Admin.GetStringAsync("healthz/ready")).Contains("\"degraded\"", StringComparison.Ordinal));
        evidence.Add("health", await world.Admin.GetStringAsync("healthz/ready"));
        await SendAsync(200, "agent@acme", HttpMethod.Post, Contacts, PersonalData.Contact);
        await File.WriteAllTextAsync(world.PolicyFile, policy);
    }

    private async Task AdministerAsync()
    {
        var definition = $$"""{"id":"initech","displayName":"Initech","organizations":[{"issuer":"{{world.Issuer}}","organizationId":"org_initech"}]}""";
        evidence.Add("admin", await SendAsync(201, "admin@operator", HttpMethod.Post, "admin/tenants", definition, admin: true));
        await SendAsync(403, "reviewer@operator", HttpMethod.Post, "admin/tenants", definition, admin: true);
        evidence.Add("admin", await SendAsync(200, "reviewer@operator", HttpMethod.Get, "admin/tenants", admin: true));
    }

    private async Task<string> TokenAsync(string user)
    {
        var token = await world.TokenAsync(user.Contains("mfa=", StringComparison.Ordinal) ? user : user + "&mfa=true", "");
        Tokens.Add(token);
        return token;
    }

    private async Task<string> SendAsync(
        int status, string? user, HttpMethod method, string path, string? body = null, string? type = null, string? host = null, string? token = null, bool admin = false)
    {
        using var request = LoopbackClient.Request(method, "", body);
        // As written: a Uri would mend what is meant to be odd.
        request.RequestUri = new Uri($"{(admin ? world.AdminPlane : world.DataPlane)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        if (request.Content is { } content && type is not null) content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if ((token ?? (user is null ? null : await TokenAsync(user))) is { } bearer) request.With("Authorization", $"Bearer {bearer}");
        if (host is not null) request.Headers.Host = host;
        foreach (var header in (string[])["User-Agent", "Referer", "Cookie", "X-User-Email", "X-Forwarded-For", "Forwarded"]) request.With(header, PersonalData.Email);
        foreach (var header in (string[])["baggage", "Correlation-Context"]) request.With(header, $"email={Uri.EscapeDataString(PersonalData.Email)}");
        request.With("X-Reason", Uri.EscapeDataString(PersonalData.Why));

        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{method} {path} was answered {(int)response.StatusCode}, not {status}: {answer}");
        evidence.Add($"headers {status}", $"{response.Headers} {response.Content.Headers}");
        if (status >= 400) evidence.Add($"answer {status}", answer);
        return answer;
    }
}
