using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Diagnostics;

/// <summary>
/// Health with one detail per dependency. A shared dependency that fails makes the process degraded (200), not unready (503): taking every
/// replica out of service would mend nothing. Whoever reaches the admin plane may read it, so it says what the checks themselves say of their state
/// and nothing of exceptions, whose messages name paths and addresses.
/// </summary>
internal static class HealthEndpoints
{
    public static IApplicationBuilder Use(IApplicationBuilder app)
    {
        app.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.UseHealthChecks("/healthz/startup", new HealthCheckOptions { ResponseWriter = WriteAsync });
        app.UseHealthChecks("/healthz/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
        return app;
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", report.Status.ToString().ToLowerInvariant());
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", entry.Status.ToString().ToLowerInvariant());
            // A check that throws is described by its exception's message.
            if (entry.Description is { } description && description != entry.Exception?.Message) json.WriteString("description", description);
            foreach (var (key, value) in entry.Data)
            {
                json.WritePropertyName(key);
                JsonSerializer.Serialize(json, value, value.GetType(), JsonSerializerOptions.Web);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
