using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Keys;

public sealed class SubjectPseudonymTests
{
    private readonly GenerationKey _key = Key("acme");

    [Theory]
    [InlineData("Ada@Example.com ")]
    [InlineData("\tada@example.COM")]
    public void SpellingsOfOneValue_AreOnePerson(string spelling) => Assert.Equal(Of(_key, "email", "ada@example.com"), Of(_key, "email", spelling));

    [Fact]
    public void SpellingsBeyondAscii_AreOnePersonToo() => Assert.Equal(Of(_key, "name", "jos\u00e9 \u00e9mile"), Of(_key, "name", " JOS\u00c9 \u00c9mile\u00a0"));

    [Fact]
    public void OtherValueClassOrTenant_IsAnotherPerson()
    {
        var one = Of(_key, "email", "ada@example.com");
        Assert.NotEqual(one, Of(_key, "email", "ada@example.co"));
        Assert.NotEqual(one, Of(_key, "emai", "lada@example.com"));
        Assert.NotEqual(one, Of(Key("globex"), "email", "ada@example.com"));
        Assert.Matches("^sb_[a-z2-7]{26}$", one.Value);
    }

    [Fact]
    public void OtherLines_NameNobody()
    {
        var data = new GenerationKey(TenantId.Parse("acme"), KeyId.Parse("abc234"), KeyLine.Data, new byte[64]);
        Assert.Throws<InvalidOperationException>(() => Of(data, "email", "ada@example.com"));
    }

    private static SubjectId Of(GenerationKey key, string fieldClass, string value) => key.SubjectOf(Encoding.UTF8.GetBytes(fieldClass), Encoding.UTF8.GetBytes(value));

    private static GenerationKey Key(string tenant) => new(TenantId.Parse(tenant), KeyId.Parse("abc234"), KeyLine.Audit, new byte[64]);
}
