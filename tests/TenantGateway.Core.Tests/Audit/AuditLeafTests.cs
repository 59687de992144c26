using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
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
            ActorType = "service",
            Service = "billing",
            Evidence = "mfa",
            Session = "se_1",
            Organization = new OrganizationReference("or_abcdefghijklmnopqrstuvwxyz"),
            Route = "crm",
            PolicyName = "contacts",
            PolicyVersion = "0123456789abcdef0123456789abcdef",
            Purpose = "support",
            ReasonReference = "T-1",
            Operation = "op_1",
            RequestId = "r-1",
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
            Subject = "s",
            Subjects = ["sb_a", "sb_b"],
            KeyIds = ["abc234"],
            Part = new AuditPart(1, 2),
            Count = 3,
            Unverified = 2,
            Disclosures = [new(FieldClass.Parse("email"), Form.Clear, 2), new(FieldClass.Parse("name"), Form.Handle, 1), new(FieldClass.Parse("phone"), Form.Mask, 4)],
        };
        var leaf = AuditLeaf.Encode(entry, new AuditPlace(42, MerkleHash.OfLeaf("previous"u8), Time.ToOffset(TimeSpan.FromHours(2)), AuditLeaf.HashOf("sealed"u8)));
        Assert.Equal(
            """
            {"actor":"ac_abcdefghijklmnopqrstuvwxyz","actorType":"service","code":1001,"count":3,"details":"ydADa-1nRLzfaS_JgNhxfX5fWk9Ogma0qEmCYC-xzQk","event":"data.revealed","evidence":"mfa","given":[{"class":"email","count":2,"form":"clear"},{"class":"name","count":1,"form":"handle"},{"class":"phone","count":4,"form":"mask"}],"keyIds":["abc234"],"operation":"op_1","organization":"or_abcdefghijklmnopqrstuvwxyz","outcome":"ok","outcomeCode":0,"part":1,"parts":2,"policy":"contacts","policyVersion":"0123456789abcdef0123456789abcdef","prev":"PREV","purpose":"support","reasonReference":"T-1","request":"r-1","route":"crm","seq":42,"service":"billing","session":"se_1","subject":"s","subjects":["sb_a","sb_b"],"tenant":"acme","time":"2026-03-04T05:06:07.089Z","trace":"4bf92f3577b34da6a3ce929d0e0e4736","unverified":2,"v":2}
            """.Replace("PREV", Base64Url.EncodeToString(SHA256.HashData("\0previous"u8)), StringComparison.Ordinal),
            Encoding.UTF8.GetString(leaf));
    }

    [Fact]
    public void AbsentMembers_AreLeftOut()
    {
        var leaf = AuditLeaf.Encode(Denied("tenant_mismatch"), new AuditPlace(1, null, Time, AuditLeaf.DetailsDropped));
        Assert.Equal(
            """{"code":2001,"details":"dropped","event":"access.denied","given":[],"outcome":"tenant_mismatch","outcomeCode":1017,"seq":1,"tenant":"acme","time":"2026-03-04T05:06:07.089Z","v":2}""",
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

    [Fact]
    public void Encoder_WritesTheSameAfterOthers()
    {
        var encoder = new AuditLeafEncoder();
        var place = new AuditPlace(1, null, Time, null);
        var first = encoder.Encode(Denied("ok") with { Subject = new string('x', 5000) }, place).ToArray();
        Assert.Equal(AuditLeaf.Encode(Denied("role_missing"), place with { Time = Time.AddSeconds(1) }), encoder.Encode(Denied("role_missing"), place with { Time = Time.AddSeconds(1) }).ToArray());
        Assert.Equal(first, encoder.Encode(Denied("ok") with { Subject = new string('x', 5000) }, place).ToArray());
    }

    private static void AssertWritten(string subject, string written)
    {
        var leaf = AuditLeaf.Encode(Denied("ok") with { Subject = subject }, new AuditPlace(1, null, Time, null));
        Assert.Contains($"\"subject\":\"{written}\",\"tenant\"", Encoding.UTF8.GetString(leaf), StringComparison.Ordinal);
    }

    // Longer than any buffer is at first, with all that takes more room than it has characters.
    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(5000)]
    public void AnyText_IsReadAsItWasWritten(int length)
    {
        string[] characters = ["a", "Z", "\"", "\\", "\U0001F511", "/", "\b", "\t", "\n", "\f", "\r", "\u0000", "\u001f", "\u007f", "\u00e9", "\u20ac"];
        var text = string.Concat(Enumerable.Range(0, length).Select(i => characters[(i + (i / characters.Length)) % characters.Length]));
        var encoder = new AuditLeafEncoder();
        var before = encoder.Encode(Denied("ok"), new AuditPlace(1, null, Time, null)).ToArray();

        using var leaf = JsonDocument.Parse(encoder.Encode(Denied("ok") with { Subject = text }, new AuditPlace(1, null, Time, null)).ToArray());
        Assert.Equal(text, leaf.RootElement.GetProperty("subject").GetString());
        Assert.Equal(before, encoder.Encode(Denied("ok"), new AuditPlace(1, null, Time, null)).ToArray());
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

    [Theory]
    [InlineData("plain")]
    [InlineData("\",\"tenant\":\"globex\",\"seq\":7,\"")]
    [InlineData(",\"seq\":9,\"tenant\":\"globex\"")]
    [InlineData("\\\",\"tenant\":\"globex")]
    public void Place_IsThatOfTheMembersWhateverTextsSay(string text)
    {
        var leaf = new AuditLeafEncoder().Encode(Denied(text) with { Subject = text, Route = text, Service = text, RequestId = text }, new AuditPlace(42, null, DateTimeOffset.UnixEpoch, null));
        foreach (var before in (string?[])[null, "acme", "globex"])
        {
            var tenant = before;
            Assert.True(AuditLeafHead.TryReadPlace(leaf, ref tenant, out var sequence));
            Assert.Equal(("acme", 42), (tenant, sequence));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"v\":2,\"seq\":1}")]
    [InlineData("{\"v\":2,\"seq\":0,\"tenant\":\"acme\"}")]
    [InlineData("{\"tenant\":\"acme\"")]
    public void WhatIsNoRecord_HasNoPlace(string leaf)
    {
        string? tenant = null;
        Assert.False(AuditLeafHead.TryReadPlace(Encoding.UTF8.GetBytes(leaf), ref tenant, out _));
    }

    private static AuditEntry Denied(string outcome) => new() { Event = AuditEvent.AccessDenied, Tenant = TenantId.Parse("acme"), Outcome = outcome };
}
