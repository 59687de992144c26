using System.Security.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Keys;

public sealed class RecordSignatureTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void SignedEncoding_Verifies()
    {
        var encoding = GenerationRecordEncoding.Encode(Record());
        Assert.True(RecordSignature.Verify(_key.ExportSubjectPublicKeyInfo(), encoding, Sign(encoding)));
    }

    [Fact]
    public void AnyMemberChanged_DoesNotVerify()
    {
        var record = Record();
        var signature = Sign(GenerationRecordEncoding.Encode(record));
        GenerationRecord[] changed =
        [
            record with { Tenant = TenantId.Parse("globex") },
            record with { KeyId = KeyId.FromBits(2) },
            record with { Line = KeyLine.Lookup },
            record with { Number = 2 },
            record with { State = GenerationState.Disabled },
            record with { Epoch = 2 },
            record with { KekId = "local:kek-globex/1" },
            record with { WrappedKey = new byte[] { 1, 2, 4 } },
            record with { CreatedAt = DateTimeOffset.UnixEpoch },
            record with { StateSince = DateTimeOffset.UnixEpoch },
            record with { IsCompromised = true },
        ];
        Assert.All(changed, other => Assert.False(RecordSignature.Verify(_key.ExportSubjectPublicKeyInfo(), GenerationRecordEncoding.Encode(other), signature)));
    }

    [Fact]
    public void TimesAndMark_AreToldApart()
    {
        var time = DateTimeOffset.UnixEpoch;
        GenerationRecord[] records =
        [
            Record(),
            Record() with { CreatedAt = time },
            Record() with { StateSince = time },
            Record() with { CreatedAt = time, StateSince = time },
            Record() with { CreatedAt = time, StateSince = time.AddMilliseconds(1) },
            Record() with { CreatedAt = time, StateSince = time, IsCompromised = true },
            Record() with { IsCompromised = true },
        ];
        Assert.Equal(records.Length, records.Select(record => Convert.ToHexString(GenerationRecordEncoding.Encode(record))).Distinct().Count());
    }

    [Fact]
    public void RecordWithoutTimesAndMark_IsLaidOutAsBefore() => Assert.Equal(
        "22-" + "54656E616E74476174657761792067656E65726174696F6E207265636F7264207631" + "-4-61636D65-6-" + Convert.ToHexString("aaaaab"u8)
        + "-8-0000000000000001-8-0000000000000001-8-0000000000000002-8-0000000000000001-10-" + Convert.ToHexString("local:kek-acme/1"u8) + "-3-010203",
        Spell(GenerationRecordEncoding.Encode(Record())));

    /// <summary>Length and bytes of every member, in hexadecimal.</summary>
    private static string Spell(ReadOnlySpan<byte> encoding)
    {
        var members = new List<string>();
        for (var rest = encoding; !rest.IsEmpty;)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(rest);
            members.Add($"{length:x}-{Convert.ToHexString(rest.Slice(4, length))}");
            rest = rest[(4 + length)..];
        }

        return string.Join('-', members);
    }

    [Fact]
    public void BytesMovedBetweenMembers_GiveAnotherEncoding()
    {
        var record = Record();
        var one = GenerationRecordEncoding.Encode(record with { KekId = "ab", WrappedKey = "c"u8.ToArray() });
        var other = GenerationRecordEncoding.Encode(record with { KekId = "a", WrappedKey = "bc"u8.ToArray() });
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void SignatureOfOtherLengthOrKey_DoesNotVerify()
    {
        var encoding = GenerationRecordEncoding.Encode(Record());
        var key = _key.ExportSubjectPublicKeyInfo();
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.False(RecordSignature.Verify(key, encoding, []));
        Assert.False(RecordSignature.Verify(key, encoding, [.. Sign(encoding), 0]));
        Assert.False(RecordSignature.Verify(key, encoding, _key.SignHash(RecordSignature.Digest(encoding), DSASignatureFormat.Rfc3279DerSequence)));
        Assert.False(RecordSignature.Verify(p384.ExportSubjectPublicKeyInfo(), encoding, Sign(encoding)));
        Assert.False(RecordSignature.Verify("not a key"u8, encoding, Sign(encoding)));
    }

    [Fact]
    public void ServiceKeyAndGeneration_NeverShareAnEncoding()
    {
        var service = new ServiceKeyRecord
        {
            KeyId = "k1", Purpose = "assertion", KekId = "local:kek-gateway/1", WrappedKey = new byte[] { 1 }, PublicKey = new byte[] { 2 },
            CreatedAt = DateTimeOffset.UnixEpoch, Signature = default,
        };
        var encoding = ServiceKeyRecordEncoding.Encode(service);
        Assert.NotEqual(encoding, ServiceKeyRecordEncoding.Encode(service with { Purpose = "other" }));
        Assert.NotEqual(encoding, ServiceKeyRecordEncoding.Encode(service with { PublicKey = new byte[] { 3 } }));
        Assert.NotEqual(encoding, ServiceKeyRecordEncoding.Encode(service with { CreatedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1) }));
        Assert.NotEqual(encoding[..40], GenerationRecordEncoding.Encode(Record())[..40]);
    }

    private byte[] Sign(byte[] encoding) => _key.SignHash(RecordSignature.Digest(encoding));

    private static GenerationRecord Record() => new()
    {
        Tenant = TenantId.Parse("acme"), KeyId = KeyId.FromBits(1), Line = KeyLine.Data, Number = 1, State = GenerationState.Primary, Epoch = 1,
        KekId = "local:kek-acme/1", WrappedKey = new byte[] { 1, 2, 3 }, Signature = default,
    };
}
