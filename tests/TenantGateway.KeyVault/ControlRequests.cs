using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace TenantGateway.KeyVault;

/// <summary>The control address of a vault that runs as a process.</summary>
internal sealed class ControlRequests(VaultServer server)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    internal async Task HandleAsync(HttpContext context)
    {
        var path = (context.Request.Path.Value ?? "").Trim('/').Split('/');
        switch (context.Request.Method, path)
        {
            case ("POST", ["faults"]):
                server.Faults.Add(await ReadAsync<Fault>(context) ?? throw new BadHttpRequestException("A fault is missing."));
                break;
            case ("DELETE", ["faults"]):
                server.Faults.Clear();
                break;
            case ("POST", ["keys", var name, "disable"]):
                server.SetEnabled(name, false);
                break;
            case ("POST", ["keys", var name, "enable"]):
                server.SetEnabled(name, true);
                break;
            case ("PUT", ["permissions", var client]):
                server.Permit(client, await ReadAsync<string[]?>(context));
                break;
            case ("PUT", ["login"]):
                server.Login = await ReadAsync<string>(context) ?? "ok";
                break;
            case ("POST", ["revoke"]):
                server.RevokeTokens();
                break;
            case ("GET", ["requests"]):
                await context.Response.WriteAsJsonAsync(server.Requests.All, Json);
                return;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context) => await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted);
}
