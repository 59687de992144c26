using System.Text;
using CsCheck;
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
    public void Bytes_GiveThePublishedText(string bytes, string text)
    {
        Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(bytes)));
        var encoded = new byte[Base32.EncodedLength(bytes.Length)];
        Base32.Encode(Encoding.ASCII.GetBytes(bytes), encoded);
        Assert.Equal(text, Encoding.ASCII.GetString(encoded));
        var decoded = new byte[bytes.Length];
        Assert.True(Base32.TryDecode(encoded, decoded));
        Assert.Equal(bytes, Encoding.ASCII.GetString(decoded));
    }

    [Fact]
    public void EveryLetter_IsReached() =>
        Assert.Equal("abcdefghijklmnopqrstuvwxyz234567", Base32.Encode(Convert.FromHexString("00443214c74254b635cf84653a56d7c675be77df")));

    [Theory]
    [InlineData("mz", "set spare bits")]
    [InlineData("MY", "capital")]
    [InlineData("m1", "foreign digit")]
    [InlineData("m\u00e9", "not ASCII")]
    [InlineData("m", "too short")]
    [InlineData("myy", "too long")]
    public void OtherSpelling_IsRefused(string text, string why) =>
        Assert.False(Base32.TryDecode(Encoding.Latin1.GetBytes(text), new byte[1]), why);

    [Fact]
    public void EveryTextThatDecodes_IsTheOneThatIsWritten() =>
        Gen.Select(Gen.Char["abcdefghijklmnopqrstuvwxyz234567"].Array[0, 40], Gen.Int[0, 26]).Sample((characters, length) =>
        {
            var bytes = new byte[length];
            if (Base32.TryDecode(Encoding.ASCII.GetBytes(characters), bytes)) Assert.Equal(new string(characters), Base32.Encode(bytes));
        });
}
