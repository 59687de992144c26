using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Tokens;

public class PayloadTests
{
    [Fact]
    public void EveryLength_ReadsBackFromPaddedBytes()
    {
        foreach (var length in Sealed.Lengths)
        {
            foreach (var fill in new byte[] { 0, 0x80, 0xFF })
            {
                var value = new byte[length];
                value.AsSpan().Fill(fill);
                var payload = new Payload(PayloadType.Text, "email"u8, value);
                var written = new byte[payload.PaddedLength];
                written.AsSpan().Fill(0xEE);
                payload.Write(written);

                Assert.Equal(0, written.Length % 16);
                Assert.InRange(written.Length - (2 + 5 + length), 1, 16);
                Assert.True(Payload.TryRead(written, out var read));
                Assert.Equal(PayloadType.Text, read.Type);
                Assert.True(read.Class.SequenceEqual("email"u8));
                Assert.True(read.Value.SequenceEqual(value));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("80")]
    [InlineData("0180")]
    [InlineData("0000800000000000")]
    [InlineData("0300800000000000")]
    [InlineData("0101800000000000")]
    [InlineData("01ff610080000000")]
    [InlineData("0100610000000000")]
    public void AnotherForm_IsNoPayload(string hex) => Assert.False(Payload.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void LongestValueOfTheLongestClass_FitsTheHeader()
    {
        var payload = new Payload(PayloadType.Text, new byte[Core.Access.FieldClass.MaxLength], new byte[Payload.MaxValueLength]);
        Assert.InRange((payload.PaddedLength + 32) / TokenHeader.BlockSize, 1, TokenHeader.MaxBlocks);
    }
}
