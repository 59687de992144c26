using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Audit;

public sealed class AuditDetailsSealTests
{
    private static readonly AuditDetails Details = new("Mrs. Quilliam asked \u2713", "203.0.113.77") { UserAgent = "curl/8", ActorName = "auth0|42" };

    private readonly GenerationKey _key = Key("acme", 1);

    [Fact]
    public void Sealed_IsOpenedForItsRecordAlone()
    {
        var sealedDetails = AuditDetailsSeal.Seal(_key, Details, out var commitment);
        Assert.True(AuditDetailsSeal.TryOpen(_key, sealedDetails, commitment, out var opened));
        Assert.Equal(Details, opened);
        AuditDetailsSeal.Seal(_key, Details, out var other);
        Assert.False(AuditDetailsSeal.TryOpen(_key, sealedDetails, other, out _));
        Assert.False(AuditDetailsSeal.TryOpen(Key("globex", 1), sealedDetails, commitment, out _));
        Assert.False(AuditDetailsSeal.TryOpen(Key("acme", 2), sealedDetails, commitment, out _));
    }

    [Fact]
    public void Absent_StaysAbsent()
    {
        var sealedDetails = AuditDetailsSeal.Seal(_key, new AuditDetails(null, null), out var commitment);
        Assert.True(AuditDetailsSeal.TryOpen(_key, sealedDetails, commitment, out var opened));
        Assert.Equal(new AuditDetails(null, null), opened);
    }

    [Fact]
    public void SameDetails_HaveAnotherCommitmentEachTime()
    {
        AuditDetailsSeal.Seal(_key, Details, out var one);
        AuditDetailsSeal.Seal(_key, Details, out var other);
        Assert.NotEqual(one, other);
        Assert.Equal(43, one.Length);
    }

    [Fact]
    public void EveryByteThatIsChanged_IsRefused()
    {
        var sealedDetails = AuditDetailsSeal.Seal(_key, Details, out var commitment);
        for (var i = 0; i < sealedDetails.Length; i++)
        {
            var changed = (byte[])sealedDetails.Clone();
            changed[i] ^= 1;
            Assert.False(AuditDetailsSeal.TryOpen(_key, changed, commitment, out _));
            Assert.False(AuditDetailsSeal.TryOpen(_key, sealedDetails.AsSpan(0, i), commitment, out _));
        }
    }

    [Fact]
    public void DetailsInALog_ShowNothing() => Assert.Equal("AuditDetails", $"{Details}");

    private static GenerationKey Key(string tenant, byte first) => new(TenantId.Parse(tenant), KeyId.Parse("abc234"), KeyLine.Audit, [first, .. new byte[63]]);
}
