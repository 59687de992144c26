using TenantGateway.Core.Access;

namespace TenantGateway.Core.Tests.Access;

public class FieldClassTests
{
    [Theory]
    [InlineData("email")]
    [InlineData("date-of-birth")]
    [InlineData("a")]
    [InlineData("a2345678901234567890123456789012")]
    public void Name_IsTaken(string text)
    {
        Assert.True(FieldClass.TryParse(text, out var fieldClass));
        Assert.Equal(text, fieldClass.Value);
        Assert.Equal(FieldClass.Parse(text), fieldClass);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Email")]
    [InlineData("1st")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a_b")]
    [InlineData("\u00e9")]
    [InlineData("a\0")]
    [InlineData("a23456789012345678901234567890123")]
    public void AnotherForm_IsRefused(string? text) => Assert.False(FieldClass.TryParse(text, out _));

    [Fact]
    public void Default_NamesNoClass() => Assert.Throws<InvalidOperationException>(() => default(FieldClass).Value);
}
