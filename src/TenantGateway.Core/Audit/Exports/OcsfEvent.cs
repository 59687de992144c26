using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TenantGateway.Core.Audit.Exports;

/// <summary>
/// Records as events of the Open Cybersecurity Schema Framework (schema.ocsf.io, version 1.1.0), for tools that read it: reveals as API activity (6003), denials as detection
/// findings where they are security events (2004), as alarms are, and as API activity where not, and what admins, keys and operations did as entity management (3004). Other records have no event.
/// </summary>
public static class OcsfEvent
{
    private const string SchemaVersion = "1.1.0";

    /// <summary>One event, or null where the record has none.</summary>
    public static JsonObject? Of(JsonElement record)
    {
        var name = record.GetProperty("event").GetString() ?? "";
        if (KindOf(name) is not { } kind) return null;
        var failed = record.GetProperty("outcome").GetString() is not (AuditOutcomes.Ok or AuditOutcomes.Unchanged or AuditOutcomes.Intent or AuditOutcomes.Pending);
        var ocsf = new JsonObject
        {
            ["activity_id"] = kind.Activity,
            ["category_uid"] = kind.Class / 1000,
            ["class_uid"] = kind.Class,
            ["type_uid"] = (kind.Class * 100) + kind.Activity,
            ["severity_id"] = kind.Severity,
            ["status_id"] = failed || kind.Denies ? 2 : 1,
            ["status_code"] = record.GetProperty("outcome").GetString(),
            ["time"] = Milliseconds(record.GetProperty("time").GetString()),
            ["message"] = name,
            ["metadata"] = Metadata(record, name),
        };
        if (Text(record, "actor") is { } actor) ocsf["actor"] = new JsonObject { ["user"] = new JsonObject { ["uid"] = actor, ["org"] = OrganizationOf(record) } };
        if (kind.Class == 6003) ocsf["api"] = new JsonObject { ["operation"] = Text(record, "route") ?? name, ["request"] = new JsonObject { ["uid"] = Text(record, "request") ?? "" } };
        if (kind.Class == 2004) ocsf["finding_info"] = new JsonObject { ["title"] = name, ["uid"] = $"{Text(record, "tenant")}/{record.GetProperty("seq").GetRawText()}" };
        if (kind.Class == 3004) ocsf["entity"] = new JsonObject { ["type"] = name.Split('.')[0], ["uid"] = Text(record, "subject") ?? Text(record, "tenant") };
        ocsf["unmapped"] = JsonNode.Parse(record.GetRawText());
        return ocsf;
    }

    private static Kind? KindOf(string name) => name switch
    {
        "data.revealed" => new Kind(6003, 2, 1, false),
        "data.foreign_token" or "data.damaged_token" => new Kind(2004, 1, 4, false),
        "access.security_alert" => new Kind(2004, 1, 4, true),
        "access.denied" => new Kind(6003, 2, 3, true),
        _ => name.Split('.')[0] switch
        {
            "tenant" or "operation" or "key" or "vault" or "policy" or "dataset" or "conversion" => new Kind(3004, name.EndsWith("read", StringComparison.Ordinal) || name.EndsWith("listed", StringComparison.Ordinal) ? 2 : 3, 2, false),
            "alarm" => new Kind(2004, 1, 4, false),
            "audit" => new Kind(3004, 2, 2, false),
            _ => null,
        },
    };

    private static JsonObject Metadata(JsonElement record, string name) => new()
    {
        ["version"] = SchemaVersion,
        ["event_code"] = record.GetProperty("code").GetInt32().ToString(CultureInfo.InvariantCulture),
        ["log_name"] = name,
        ["sequence"] = record.GetProperty("seq").GetInt64(),
        ["tenant_uid"] = Text(record, "tenant"),
        ["correlation_uid"] = Text(record, "trace"),
        ["product"] = new JsonObject { ["name"] = "TenantGateway", ["vendor_name"] = "TenantGateway" },
    };

    private static JsonObject? OrganizationOf(JsonElement record) => Text(record, "organization") is { } organization ? new JsonObject { ["uid"] = organization } : null;

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Milliseconds(string? time) => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds() : 0;

    /// <param name="Class">The class of events.</param>
    /// <param name="Activity">2 reads, 3 updates, and 1 creates a finding.</param>
    /// <param name="Severity">1 for information to 4 for high.</param>
    /// <param name="Denies">True where the record is of something that was refused.</param>
    private sealed record Kind(int Class, int Activity, int Severity, bool Denies);
}
