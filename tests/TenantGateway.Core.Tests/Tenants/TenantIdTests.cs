using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Tenants;

public class TenantIdTests
{
    [Theory]
    [InlineData("ac")]
    [InlineData("acme-2")]
    [InlineData("a23456789012345678901234567890123456789")]
    public void Id_IsTaken(string text)
    {
        Assert.True(TenantId.TryParse(text, out var id));
        Assert.Equal(text, id.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("Acme")]
    [InlineData("2acme")]
    [InlineData("acme-")]
    [InlineData("ac_me")]
    [InlineData("ac/../me")]
    [InlineData("acm\u00e9")]
    [InlineData("acme\n")]
    [InlineData("a234567890123456789012345678901234567890")]
    public void AnotherForm_IsRefused(string? text) => Assert.False(TenantId.TryParse(text, out _));

    [Fact]
    public void Default_NamesNoTenant() => Assert.Throws<InvalidOperationException>(() => default(TenantId).Value);
}
