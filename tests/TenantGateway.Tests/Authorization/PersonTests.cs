using TenantGateway.Authorization;

namespace TenantGateway.Tests.Authorization;

public sealed class PersonTests
{
    [Fact]
    public void SameSubjectOfAnotherIssuerOrOrganization_IsAnother()
    {
        var person = new Person("a", "b", null);

        Assert.Equal(person, new Person("a", "b", null));
        Assert.All([new Person("ab", "", null), new Person("b", "a", null), new Person("a", "b", "")], other => Assert.NotEqual(person, other));
    }

    [Fact]
    public void Text_TellsNothingOfThem() => Assert.Equal("Person", new Person("https://issuer/", "ada", "acme").ToString());
}
