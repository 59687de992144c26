using System.Text;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Tokens;

public class TokenHeaderTests
{
    [Theory]
    [InlineData(TokenKind.Randomised, "pn1.abcdef.r003")]
    [InlineData(TokenKind.Deterministic, "pn1.abcdef.d003")]
    [InlineData(TokenKind.Handle, "hn1.abcdef.h003")]
    public void Written_ReadsBack(TokenKind kind, string text)
    {
        var header = new TokenHeader(kind, KeyId.Parse("abcdef"), 3);
        var written = new byte[TokenHeader.Length];
        header.Write(written);

        Assert.Equal(text, Encoding.ASCII.GetString(written));
        Assert.True(TokenHeader.TryRead(written, out var read));
        Assert.Equal(header, read);
        Assert.Equal(48, read.BodyLength);
        Assert.Equal(15 + 64, read.TokenLength);
    }

    [Fact]
    public void EveryLength_ReadsBack()
    {
        var written = new byte[TokenHeader.Length];
        for (var blocks = 0; blocks <= TokenHeader.MaxBlocks; blocks++)
        {
            var header = new TokenHeader(TokenKind.Randomised, KeyId.Parse("zz2277"), blocks);
            header.Write(written);
            Assert.True(TokenHeader.TryRead(written, out var read));
            Assert.Equal(header, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("pn1.abcdef.r00")]
    [InlineData("pn2.abcdef.r003")]
    [InlineData("PN1.abcdef.r003")]
    [InlineData("pn1.ABCDEF.r003")]
    [InlineData("pn1.abcde1.r003")]
    [InlineData("pn1.abcde8.r003")]
    [InlineData("pn1.abcdef-r003")]
    [InlineData("pn1.abcdef.x003")]
    [InlineData("pn1.abcdef.R003")]
    [InlineData("pn1.abcdef.r00A")]
    [InlineData("pn1.abcdef.r00g")]
    [InlineData("pn1.abcdef.r+03")]
    [InlineData("pn1.abcdef.h003")]
    [InlineData("hn1.abcdef.r003")]
    [InlineData("hn1.abcdef.d003")]
    public void AnotherForm_IsNoHeader(string text) => Assert.False(TokenHeader.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("pn1.abcdef.", true)]
    [InlineData("see pn1.abcdef.r003 there", true)]
    [InlineData("pn1.pn1.abcdef.", true)]
    [InlineData("pn1.abcde.pn1.abcdef.x", true)]
    [InlineData("pn1.abcdef", false)]
    [InlineData("pn1.abcde.", false)]
    [InlineData("pn1.Abcdef.", false)]
    [InlineData("pn1", false)]
    [InlineData("hn1.abcdef.", false)]
    public void TokenInText_IsFound(string text, bool found) => Assert.Equal(found, TokenSearch.HoldsStoredToken(Encoding.ASCII.GetBytes(text)));
}
