using System.Text;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class Base32Tests
{
    // RFC 4648 section 10, in lower case and without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "my")]
    [InlineData("fo", "mzxq")]
    [InlineData("foo", "mzxw6")]
    [InlineData("foob", "mzxw6yq")]
    [InlineData("fooba", "mzxw6ytb")]
    [InlineData("foobar", "mzxw6ytboi")]
    public void Bytes_GiveThePublishedText(string bytes, string text) => Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public void EveryLetter_IsReached() =>
        Assert.Equal("abcdefghijklmnopqrstuvwxyz234567", Base32.Encode(Convert.FromHexString("00443214c74254b635cf84653a56d7c675be77df")));
}
