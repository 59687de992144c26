using System.Text.Json;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// <c>GET /demo/token?user=agent@acme&amp;mfa=true&amp;age=0</c>: a signed access token as plain text. It asks the server's own token endpoint
/// for it over a socket, so that what it answers was issued the way every other token is.
/// </summary>
/// <param name="client">Its base address is the issuer.</param>
internal sealed class DemoTokenEndpoint(HttpClient client)
{
    public const string Path = "/demo/token";

    /// <summary>Relative to the issuer.</summary>
    public const string TokenPath = "connect/token";

    public async Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        // A parameter that is given twice reads as one with a comma, which no parameter may hold.
        if (DemoLogin.Read(name => query.TryGetValue(name, out var value) ? value.ToString() : null, out _) is { } problem)
        {
            await context.AnswerProblemAsync(problem.Status, problem.Detail);
            return;
        }

        var token = await RequestTokenAsync(query, context.RequestAborted);
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(token, context.RequestAborted);
    }

    private async Task<string> RequestTokenAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", DemoLoginGrant.GrantType),
            new("client_id", DemoLoginGrant.ClientId),
            .. DemoLogin.Parameters.Where(query.ContainsKey).Select(name => KeyValuePair.Create(DemoLoginGrant.ParameterPrefix + name, query[name].ToString())),
        ]);
        using var response = await client.PostAsync(TokenPath, form, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        return answer.RootElement.GetProperty("access_token").GetString() ?? throw new InvalidDataException("The token endpoint answered no token.");
    }
}
