using System.Runtime.Intrinsics;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

public class BlockDoublingTests
{
    // The subkeys of RFC 4493 section 4; the others show the carry and the polynomial alone.
    [Theory]
    [InlineData("7df76b0c1ab899b33e42f047b91b546f", "fbeed618357133667c85e08f7236a8de")]
    [InlineData("fbeed618357133667c85e08f7236a8de", "f7ddac306ae266ccf90bc11ee46d513b")]
    [InlineData("80000000000000000000000000000000", "00000000000000000000000000000087")]
    [InlineData("00000000000000008000000000000000", "00000000000000010000000000000000")]
    [InlineData("ffffffffffffffffffffffffffffffff", "ffffffffffffffffffffffffffffff79")]
    public void Block_IsMultipliedByX(string block, string doubled)
    {
        var result = new byte[16];
        BlockDoubling.Double(Vector128.Create<byte>(Convert.FromHexString(block))).CopyTo(result);
        Assert.Equal(doubled, Convert.ToHexStringLower(result));
    }
}
