using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TenantGateway.Core.Access;

namespace TenantGateway.Diagnostics;

/// <summary>
/// A health report as JSON. Whoever reaches the plane may read it, so it says what the checks themselves say of their state and nothing of
/// exceptions, whose messages name paths and addresses.
/// </summary>
internal static class HealthDocument
{
    public static void Write(IBufferWriter<byte> output, GatewayRole role, HealthStatus status, HealthReport report)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("status", NameOf(status));
        json.WriteString("role", role.Name);
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", NameOf(entry.Status));
            if (entry.Description is { } description) json.WriteString("description", description);
            foreach (var (key, value) in entry.Data)
            {
                json.WritePropertyName(key);
                JsonSerializer.Serialize(json, value, value.GetType(), JsonSerializerOptions.Web);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string NameOf(HealthStatus status) => status.ToString().ToLowerInvariant();
}
