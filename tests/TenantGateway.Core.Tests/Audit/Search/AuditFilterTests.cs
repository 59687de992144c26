using TenantGateway.Core.Audit.Search;

namespace TenantGateway.Core.Tests.Audit.Search;

public sealed class AuditFilterTests
{
    [Fact]
    public void Filter_HasOneSpelling()
    {
        var filter = Read(("tenant", "acme"), ("actor", "ac_a"), ("to", "2026-02-01T01:00:00+01:00"), ("event", "1001"), ("outcome", "role_missing"));
        Assert.Equal("acme to=2026-02-01T00:00:00.000Z event=data.revealed outcome=role_missing actor=ac_a", filter.Text);
        Assert.Equal(filter.Text, Read(("outcome", "1019"), ("event", "data.revealed"), ("to", "2026-02-01"), ("actor", "ac_a"), ("tenant", "acme")).Text);
    }

    [Theory]
    [InlineData("tenant", "event", "data.revealed")]
    [InlineData("tenant", "tenant", "NOT A TENANT")]
    [InlineData("actr", "tenant", "acme", "actr", "ac_a")]
    [InlineData("event", "tenant", "acme", "event", "data.shown")]
    [InlineData("outcome", "tenant", "acme", "outcome", "fine")]
    [InlineData("from", "tenant", "acme", "from", "yesterday")]
    [InlineData("from", "tenant", "acme", "from", "2026-02-01", "to", "2026-02-01")]
    [InlineData("actor", "tenant", "acme", "actor", "")]
    [InlineData("actor", "tenant", "acme", "actor", "a\u001b[31m")]
    [InlineData("route", "tenant", "acme", "route", "a\u001b[31m")]
    [InlineData("subject", "tenant", "acme", "subject", "grace@example.com")]
    [InlineData("subject", "tenant", "acme", "subject", "Grace Hopper")]
    public void WhatCannotBeRead_IsNamedWithoutItsValue(string wrong, params string[] pairs)
    {
        var parameters = pairs.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.False(AuditFilter.TryRead(parameters, out _, out var found));
        Assert.Equal(wrong, found);
    }

    [Fact]
    public void LongValue_IsRefused() => Assert.False(AuditFilter.TryRead(new Dictionary<string, string> { ["tenant"] = "acme", ["actor"] = new('a', 257) }, out _, out _));

    [Fact]
    public void Cursor_GoesOnInItsOwnSearchOnly()
    {
        var filter = Read(("tenant", "acme"), ("actor", "ac_a"));
        var cursor = AuditCursor.Of(filter, 42);
        Assert.True(AuditCursor.TryRead(filter, cursor, out var sequence));
        Assert.Equal(42, sequence);
        Assert.False(AuditCursor.TryRead(Read(("tenant", "globex"), ("actor", "ac_a")), cursor, out _));
        Assert.False(AuditCursor.TryRead(Read(("tenant", "acme")), cursor, out _));
        foreach (var damaged in (string[])["", "x", cursor[..^1], cursor + "A", "B" + cursor[1..], cursor[..^1] + "*"]) Assert.False(AuditCursor.TryRead(filter, damaged, out _));
    }

    private static AuditFilter Read(params (string Name, string Value)[] parameters)
    {
        Assert.True(AuditFilter.TryRead(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value), out var filter, out _));
        return filter;
    }
}
