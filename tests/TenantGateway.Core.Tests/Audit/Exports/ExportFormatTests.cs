using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Audit.Exports;

public sealed class ExportFormatTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM", "\"'@SUM\"")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("plain", "plain")]
    public void WhatASpreadsheetWouldRun_IsText(string subject, string cell) =>
        Assert.Contains($",{cell},", RecordCsv.Line(Record(Revealed() with { Subject = subject })), StringComparison.Ordinal);

    [Fact]
    public void Line_HasACellForEachColumn()
    {
        var line = RecordCsv.Line(Record(Revealed()));
        Assert.StartsWith("2026-01-02T03:04:05.000Z,acme,1,data.revealed,1001,ok,0,ac_1,", line, StringComparison.Ordinal);
        Assert.Contains(",email:clear:2,", line, StringComparison.Ordinal);
        Assert.Equal(RecordCsv.Header.Count(c => c == ','), line.Count(c => c == ','));
        Assert.EndsWith("\r\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void ServiceThatActed_HasItsCell()
    {
        var service = Array.IndexOf(RecordCsv.Header.TrimEnd().Split(','), "service");
        Assert.Equal("billing", RecordCsv.Line(Record(Revealed() with { ActorType = "service", Service = "billing" })).TrimEnd().Split(',')[service]);
    }

    [Theory]
    [InlineData("data.revealed", 1001, "ok", 6003, 1)]
    [InlineData("access.denied", 2001, "role_missing", 6003, 2)]
    [InlineData("access.security_alert", 2002, "tenant_mismatch", 2004, 2)]
    [InlineData("data.foreign_token", 1002, "ok", 2004, 1)]
    [InlineData("key.data_rotated", 5003, "ok", 3004, 1)]
    [InlineData("key.data_rotated", 5003, "internal_error", 3004, 2)]
    [InlineData("operation.approved", 6002, "unchanged", 3004, 1)]
    public void MainEvents_HaveAnOcsfEvent(string name, int code, string outcome, int type, int status)
    {
        var ocsf = OcsfEvent.Of(Record(Revealed() with { Event = new AuditEvent(name, code), Outcome = outcome }));
        Assert.NotNull(ocsf);
        Assert.Equal((type, type / 1000, status), (ocsf["class_uid"]!.GetValue<int>(), ocsf["category_uid"]!.GetValue<int>(), ocsf["status_id"]!.GetValue<int>()));
        Assert.Equal((type * 100) + ocsf["activity_id"]!.GetValue<int>(), ocsf["type_uid"]!.GetValue<int>());
        Assert.Equal(1767323045000, ocsf["time"]!.GetValue<long>());
        Assert.Equal("ac_1", ocsf["actor"]!["user"]!["uid"]!.GetValue<string>());
        Assert.Equal(outcome, ocsf["status_code"]!.GetValue<string>());
    }

    [Fact]
    public void OtherEvents_HaveNone() => Assert.Null(OcsfEvent.Of(Record(Revealed() with { Event = AuditEvent.AnonymousRefusals })));

    private static AuditEntry Revealed() => new()
    {
        Event = AuditEvent.DataRevealed, Tenant = TenantId.Parse("acme"), Outcome = "ok", Actor = new ActorId("ac_1"), Disclosures = [new DisclosureCount(FieldClass.Parse("email"), Form.Clear, 2)],
    };

    private static JsonElement Record(AuditEntry entry) =>
        JsonDocument.Parse(AuditLeaf.Encode(entry, new AuditPlace(1, null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, default), null))).RootElement;
}
