using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Audit.Search;

public sealed class AuditRecordTests
{
    [Fact]
    public void Record_IsFoundByAllThatItSays()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var leaf = AuditLeaf.Encode(
            new AuditEntry
            {
                Event = AuditEvent.DataRevealed, Tenant = TenantId.Parse("acme"), Outcome = "ok", Actor = new ActorId("ac_a"), Route = "crm", RequestId = "r1", TraceId = "t1", Session = "s1", Operation = "op_1", Subject = "about",
                Subjects = ["sb_a", "sb_b"], KeyIds = ["aaaaaa"], Disclosures = [new DisclosureCount(FieldClass.Parse("email"), Form.Clear, 2), new DisclosureCount(FieldClass.Parse("email"), Form.Mask, 1)],
            },
            new AuditPlace(7, null, time, null));
        Assert.True(AuditRecord.TryRead(leaf, out var record));
        Assert.Equal(("acme", 7L, time), (record.Tenant, record.Sequence, record.Time));
        Assert.Equal(
            ["actor=ac_a", "class=email", "event=data.revealed", "key=aaaaaa", "operation=op_1", "outcome=ok", "request=r1", "route=crm", "session=s1", "subject=about", "subject=sb_a", "subject=sb_b", "trace=t1"],
            record.Terms.Select(term => $"{term}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"tenant\":\"acme\",\"seq\":0,\"time\":\"2026-01-01T00:00:00.000Z\"}")]
    [InlineData("{\"tenant\":\"acme\",\"seq\":1,\"time\":\"never\"}")]
    [InlineData("{\"tenant\":[],\"seq\":1}")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public void WhatIsNoRecord_IsNotRead(string leaf) => Assert.False(AuditRecord.TryRead(System.Text.Encoding.UTF8.GetBytes(leaf), out _));
}
