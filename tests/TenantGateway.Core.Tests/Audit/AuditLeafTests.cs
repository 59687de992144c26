using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Audit;

public class AuditLeafTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    [Fact]
    public void EveryMember_IsWrittenInCanonicalForm()
    {
        var entry = new AuditEntry
        {
            Event = AuditEvent.DataRevealed,
            Tenant = TenantId.Parse("acme"),
            Outcome = "ok",
            Actor = new ActorId("ac_abcdefghijklmnopqrstuvwxyz"),
            ActorKind = ActorKind.Service,
            Service = "billing",
            Evidence = "mfa",
            Purpose = "support-case",
            Route = "crm",
            PolicyName = "contacts",
            PolicyVersion = "0123456789abcdef0123456789abcdef",
            RequestId = "r-1",
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
            Subject = "s",
            Count = 3,
            Disclosures = [new(FieldClass.Parse("email"), Form.Clear, 2), new(FieldClass.Parse("name"), Form.Handle, 1), new(FieldClass.Parse("phone"), Form.Mask, 4)],
        };
        var leaf = AuditLeaf.Encode(entry, new AuditPlace(42, AuditLeaf.HashOf("previous"u8), Time.ToOffset(TimeSpan.FromHours(2)), AuditLeaf.HashOf("sealed"u8)));
        Assert.Equal(
            """
            {"actor":"ac_abcdefghijklmnopqrstuvwxyz","actorType":"service","code":1001,"count":3,"details":"ydADa-1nRLzfaS_JgNhxfX5fWk9Ogma0qEmCYC-xzQk","event":"data.revealed","evidence":"mfa","given":[{"class":"email","count":2,"form":"clear"},{"class":"name","count":1,"form":"handle"},{"class":"phone","count":4,"form":"mask"}],"outcome":"ok","policy":"contacts","policyVersion":"0123456789abcdef0123456789abcdef","prev":"baBjNSjeqgFE57BYMV8LdT7AuUUWOnK_lqDRgYD53g0","purpose":"support-case","request":"r-1","route":"crm","seq":42,"service":"billing","subject":"s","tenant":"acme","time":"2026-03-04T05:06:07.089Z","trace":"4bf92f3577b34da6a3ce929d0e0e4736","v":1}
            """,
            Encoding.UTF8.GetString(leaf));
    }

    [Fact]
    public void AbsentMembers_AreLeftOut()
    {
        var leaf = AuditLeaf.Encode(Denied("tenant_mismatch"), new AuditPlace(1, null, Time, AuditLeaf.DetailsDropped));
        Assert.Equal(
            """{"code":2001,"details":"dropped","event":"access.denied","given":[],"outcome":"tenant_mismatch","seq":1,"tenant":"acme","time":"2026-03-04T05:06:07.089Z","v":1}""",
            Encoding.UTF8.GetString(leaf));
    }

    [Theory]
    [InlineData("a\"b\\c", "a\\\"b\\\\c")]
    [InlineData("\b\t\n\f\r\u0000\u001f", "\\b\\t\\n\\f\\r\\u0000\\u001f")]
    [InlineData("</script>&'+\u007f\u2028", "</script>&'+\u007f\u2028")]
    [InlineData("\u20ac \ud83d\ude00", "\u20ac \ud83d\ude00")]
    public void Strings_AreEscapedAsRfc8785Says(string subject, string written) => AssertWritten(subject, written);

    // Not inline data: metadata is UTF-8 and cannot hold it.
    [Fact]
    public void HalfASurrogatePair_BecomesTheReplacementCharacter() => AssertWritten("half \ud83d pair", "half \ufffd pair");

    private static void AssertWritten(string subject, string written)
    {
        var leaf = AuditLeaf.Encode(Denied("ok") with { Subject = subject }, new AuditPlace(1, null, Time, null));
        Assert.Contains($"\"subject\":\"{written}\",\"tenant\"", Encoding.UTF8.GetString(leaf), StringComparison.Ordinal);
    }

    [Fact]
    public void IntegerBeyondDoublePrecision_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AuditLeaf.Encode(Denied("ok"), new AuditPlace(1L << 53, null, Time, null)));

    [Fact]
    public void MembersOutOfOrder_AreRefused()
    {
        var json = new CanonicalJsonWriter();
        json.BeginObject();
        json.Member("b", 1);
        Assert.Throws<InvalidOperationException>(() => json.Member("a", 1));
        Assert.Throws<InvalidOperationException>(() => new CanonicalJsonWriter().Member("a", 1));
    }

    private static AuditEntry Denied(string outcome) => new() { Event = AuditEvent.AccessDenied, Tenant = TenantId.Parse("acme"), Outcome = outcome };
}
