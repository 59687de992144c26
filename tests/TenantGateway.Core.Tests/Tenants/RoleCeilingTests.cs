using System.Collections.Frozen;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Tenants;

public class RoleCeilingTests
{
    [Theory]
    [InlineData("agent support", "agent analyst", "agent")]
    [InlineData("agent support", "support agent", "agent support")]
    [InlineData("agent", "Agent agents", "")]
    [InlineData("", "agent", "")]
    public void Roles_AreThoseThatBothHave(string ceiling, string roles, string left) =>
        Assert.Equal(left, string.Join(' ', RoleCeiling.Parse(ceiling).Limit(roles.Split(' ').ToFrozenSet()).Order(StringComparer.Ordinal)));

    [Fact]
    public void WhoHasNoMore_KeepsTheVerySet()
    {
        var roles = new[] { "agent" }.ToFrozenSet();

        Assert.Same(roles, RoleCeiling.Parse("agent support").Limit(roles));
    }

    [Fact]
    public void SameRoles_AreEqualInAnyOrder()
    {
        Assert.True(RoleCeiling.TryCreate(["b", "a", "b"], out var ceiling));

        Assert.Equal(RoleCeiling.Parse("a b"), ceiling);
        Assert.Equal("a b", ceiling.Text);
        Assert.NotEqual(RoleCeiling.Parse("a"), ceiling);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u0000")]
    public void WhatIsNoRole_MakesNoCeiling(string role) => Assert.False(RoleCeiling.TryCreate(["ok", role], out _));
}
