using TenantGateway.Core.Keys;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Tokens;

public class HandleTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly Core.Access.ActorId Analyst = TestTenant.Acme.Analyst.Id;
    private static readonly byte[] Email = "jane.doe@example.org"u8.ToArray();

    [Fact]
    public void EveryLength_ReadsBack()
    {
        foreach (var length in Sealed.Lengths)
        {
            var value = Sealed.Value(length);
            Assert.Equal(value, Sealed.OpenHandle(Acme.Data, Analyst, Sealed.HandleOf(Acme.Data, Analyst, value)));
        }
    }

    [Fact]
    public void EqualValuesForOneActor_HaveEqualHandles()
    {
        Assert.Equal(Sealed.HandleOf(Acme.Data, Analyst, Email), Sealed.HandleOf(Acme.Data, Analyst, Email));
        Assert.NotEqual(Sealed.HandleOf(Acme.Data, Analyst, Email), Sealed.HandleOf(Acme.Data, Acme.OtherAnalyst.Id, Email));
        Assert.NotEqual(Sealed.HandleOf(Acme.Data, Analyst, Email), Sealed.HandleOf(Acme.Data, Analyst, Email, "name"));
    }

    [Fact]
    public void AnotherActor_IsRefused() =>
        Assert.Null(Sealed.OpenHandle(Acme.Data, Acme.OtherAnalyst.Id, Sealed.HandleOf(Acme.Data, Analyst, Email)));

    [Fact]
    public void AnotherClass_IsRefused() =>
        Assert.Null(Sealed.OpenHandle(Acme.Data, Analyst, Sealed.HandleOf(Acme.Data, Analyst, Email), "name"));

    [Fact]
    public void AnotherTenantsKeyUnderTheSameId_IsRefused()
    {
        var material = TestTenant.Material(9, 9);
        var ours = new GenerationKey(Acme.Id, Acme.Data.KeyId, KeyLine.Data, material);
        var theirs = new GenerationKey(TestTenant.Globex.Id, Acme.Data.KeyId, KeyLine.Data, material);
        var handle = Sealed.HandleOf(ours, Analyst, Email);

        Assert.Equal(Email, Sealed.OpenHandle(ours, Analyst, handle));
        Assert.Null(Sealed.OpenHandle(theirs, Analyst, handle));
    }

    [Fact]
    public void TokenAsHandle_IsRefused()
    {
        var token = Sealed.Token(Acme.Data, Email);
        "hn1."u8.CopyTo(token);
        token[11] = (byte)'h';
        Assert.Null(Sealed.OpenHandle(Acme.Data, Analyst, token));
    }

    [Fact]
    public void EveryBitFlipAndTruncation_IsRefused()
    {
        var handle = Sealed.HandleOf(Acme.Data, Analyst, Email);
        for (var length = 0; length < handle.Length; length++) Assert.Null(Sealed.OpenHandle(Acme.Data, Analyst, handle.AsSpan(0, length)));
        for (var bit = 0; bit < handle.Length * 8; bit++)
        {
            handle[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Sealed.OpenHandle(Acme.Data, Analyst, handle));
            handle[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(Sealed.OpenHandle(Acme.Data, Analyst, handle));
    }
}
