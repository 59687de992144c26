using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Termination;

namespace TenantGateway.Core.Tests.Termination;

public sealed class TombstoneFileTests : IDisposable
{
    private static readonly Tombstone Acme = new() { Version = Tombstone.CurrentVersion, Tenant = "acme", DiedAt = DateTimeOffset.UnixEpoch.AddDays(20000), Operation = "op_1" };

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void SetTombstone_Verifies()
    {
        Assert.True(TombstoneFile.TryVerify(File(Acme), _key.ExportSubjectPublicKeyInfo(), out var read));
        Assert.Equal(Acme, read);
    }

    [Theory]
    [InlineData("acme", "globex")]
    [InlineData("op_1", "op_2")]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("2024-", "2023-")]
    public void ChangedTombstone_DoesNotVerify_AndStillNamesSomebody(string from, string to)
    {
        var text = Encoding.UTF8.GetString(File(Acme));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));

        Assert.False(TombstoneFile.TryVerify(changed, _key.ExportSubjectPublicKeyInfo(), out var read));
        Assert.Null(read);
        Assert.True(TombstoneFile.TryRead(changed, out var said));
        Assert.Equal(to == "globex" ? "globex" : "acme", said.Tenant);
    }

    [Fact]
    public void AnotherKey_DoesNotVerify()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(TombstoneFile.TryVerify(File(Acme), other.ExportSubjectPublicKeyInfo(), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme")]
    [InlineData("{}")]
    [InlineData("""{"signature":"","tombstone":{"v":1,"tenant":"acme","diedAt":"2024-01-01T00:00:00Z","operation":"op_1","more":1}}""")]
    public void SomethingElse_NamesNobody(string text) => Assert.False(TombstoneFile.TryRead(Encoding.UTF8.GetBytes(text), out _));

    private byte[] File(Tombstone tombstone) => TombstoneFile.Write(tombstone, _key.SignHash(TombstoneFile.Digest(tombstone), DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
}
