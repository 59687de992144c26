using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantGateway.Core.Termination;

namespace TenantGateway.Core.Tests.Termination;

/// <summary>A certificate says what was signed, or nothing.</summary>
public sealed class ErasureCertificateFileTests : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void IssuedCertificate_Verifies_AndSaysWhatWasIssued()
    {
        Assert.Equal(CertificateVerdict.Valid, Verify(Issue(), out var certificate));
        Assert.Equal(("acme", "pending", T0.AddDays(30)), (certificate?.Tenant, certificate?.Status, certificate?.DestroyedAt));
        Assert.Equal(["operator", "customer"], certificate?.Keks.Select(kek => kek.PurgedBy));
    }

    [Fact]
    public void OtherWhiteSpaceAndOrder_StillVerifies()
    {
        var document = JsonNode.Parse(Issue())!.AsObject(); // issued as an object
        var turned = new JsonObject(document.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

        Assert.Equal(CertificateVerdict.Valid, Verify(Encoding.UTF8.GetBytes(turned.ToJsonString(new JsonSerializerOptions { WriteIndented = true })), out _));
    }

    public static TheoryData<string> Leaves => [.. LeavesOf(JsonNode.Parse(Unsigned())!["certificate"]!, "certificate").Order(StringComparer.Ordinal)]; // written right there

    [Theory]
    [MemberData(nameof(Leaves))]
    public void AnyLeafChanged_DoesNotVerify(string path)
    {
        var document = JsonNode.Parse(Issue())!; // issued as an object
        var (parent, name) = Find(document, path);
        Set(parent, name, Changed(Get(parent, name)));

        Assert.NotEqual(CertificateVerdict.Valid, Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), out var certificate));
        Assert.Null(certificate);
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void AnyLeafTakenAway_DoesNotVerify(string path)
    {
        var document = JsonNode.Parse(Issue())!; // issued as an object
        var (parent, name) = Find(document, path);
        if (parent is JsonObject members) members.Remove(name);
        else parent.AsArray().RemoveAt(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture));

        Assert.NotEqual(CertificateVerdict.Valid, Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), out _));
    }

    [Fact]
    public void GenerationTakenAway_DoesNotVerify()
    {
        var document = JsonNode.Parse(Issue())!; // issued as an object
        document["certificate"]!["generations"]!.AsArray().RemoveAt(0);

        Assert.Equal(CertificateVerdict.Altered, Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), out _));
    }

    [Fact]
    public void SignatureOfAnotherCertificate_DoesNotVerify()
    {
        var document = JsonNode.Parse(Issue())!; // issued as an object
        document["signature"] = JsonNode.Parse(Issue(Certificate() with { Tenant = "globex" }))!["signature"]!.GetValue<string>();

        Assert.Equal(CertificateVerdict.Altered, Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), out _));
    }

    [Fact]
    public void SignatureOfAnotherKindOfDocument_DoesNotVerify()
    {
        var document = JsonNode.Parse(Issue())!; // issued as an object
        var tombstone = new Tombstone { Version = 1, Tenant = "acme", DiedAt = T0, Operation = "op_1" };
        document["signature"] = Base64Url.EncodeToString(Sign(TombstoneFile.Digest(tombstone)));

        Assert.Equal(CertificateVerdict.Altered, Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), out _));
    }

    [Fact]
    public void AnotherKey_IsSaid_AlsoWhereTheFileNamesIt()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(CertificateVerdict.OtherKey, ErasureCertificateFile.Verify(Issue(), other.ExportSubjectPublicKeyInfo(), out _));

        // Whoever forges names the key of the deployment, and signs with their own.
        var forged = ErasureCertificateFile.Write(
            Certificate(), other.SignHash(ErasureCertificateFile.Digest(Certificate()), DSASignatureFormat.IeeeP1363FixedFieldConcatenation), _key.ExportSubjectPublicKeyInfo());
        Assert.Equal(CertificateVerdict.Altered, Verify(forged, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"certificate":null,"key":"a","signature":"b"}""")]
    public void SomethingElse_IsNoCertificate(string text) => Assert.Equal(CertificateVerdict.NotACertificate, Verify(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void MemberThatNobodySigned_IsNoCertificate()
    {
        var document = JsonNode.Parse(Issue())!; // issued as an object
        document["certificate"]!["note"] = "and all backups";
        Assert.Equal(CertificateVerdict.NotACertificate, Verify(Encoding.UTF8.GetBytes(document.ToJsonString()), out _));

        // Nor one that is there twice: readers disagree which counts.
        var twice = Encoding.UTF8.GetString(Issue()).Replace("\"tenant\":\"acme\"", "\"tenant\":\"globex\",\"tenant\":\"acme\"", StringComparison.Ordinal);
        Assert.Equal(CertificateVerdict.NotACertificate, Verify(Encoding.UTF8.GetBytes(twice), out _));
    }

    [Fact]
    public void LaterVersion_IsNotJudged() => Assert.Equal(CertificateVerdict.NotACertificate, Verify(Issue(Certificate() with { Version = 2 }), out _));

    private static ErasureCertificate Certificate() => new()
    {
        Version = ErasureCertificate.CurrentVersion,
        Tenant = "acme",
        Status = ErasureCertificate.Pending,
        Operation = "op_a5hj3x2qkz7m4n6c2v5b8t9r3y",
        TerminatedAt = T0,
        DestroyedAt = T0.AddDays(30),
        IssuedAt = T0.AddDays(30).AddSeconds(1),
        Generations =
        [
            new ErasedGeneration { KeyId = "2mhpcz", Line = "data", Number = 1, Kek = "local:kek-acme/1" },
            new ErasedGeneration { KeyId = "6uorak", Line = "lookup", Number = 1, Kek = "https://vault.example/keys/acme/7" },
        ],
        Keks =
        [
            new ErasedKek
            {
                Name = "kek-acme", PurgedBy = ErasedKek.Operator, Answer = "recoverable", DeletedAt = T0.AddDays(30), RecoverableUntil = T0.AddDays(37), GoneAt = T0.AddDays(38),
            },
            new ErasedKek { Name = "https://vault.example/keys/acme", PurgedBy = ErasedKek.Customer, Answer = "not_ours" },
        ],
        Probes = new ErasureProbes { Token = "refused", UnwrapsRefused = 2 },
    };

    private static byte[] Unsigned() => ErasureCertificateFile.Write(Certificate(), new byte[64], "key"u8);

    private byte[] Issue(ErasureCertificate? certificate = null)
    {
        var issued = certificate ?? Certificate();
        return ErasureCertificateFile.Write(issued, Sign(ErasureCertificateFile.Digest(issued)), _key.ExportSubjectPublicKeyInfo());
    }

    private byte[] Sign(byte[] digest) => _key.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private CertificateVerdict Verify(byte[] file, out ErasureCertificate? certificate) => ErasureCertificateFile.Verify(file, _key.ExportSubjectPublicKeyInfo(), out certificate);

    private static IEnumerable<string> LeavesOf(JsonNode node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => LeavesOf(member.Value!, $"{path}/{member.Key}")), // nothing is null there
        JsonArray items => items.SelectMany((item, i) => LeavesOf(item!, $"{path}/{i}")), // nor here
        _ => [path],
    };

    private static (JsonNode Parent, string Name) Find(JsonNode document, string path)
    {
        var steps = path.Split('/');
        return (steps[..^1].Aggregate(document, Get), steps[^1]);
    }

    private static JsonNode Get(JsonNode parent, string name) =>
        (parent is JsonArray items ? items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : parent[name]) ?? throw new InvalidOperationException(name);

    private static void Set(JsonNode parent, string name, JsonNode value)
    {
        if (parent is JsonArray items) items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = value;
        else parent[name] = value;
    }

    // Of the same form, so that only the signature can tell: a time is another time, a text another text, a number another number.
    private static JsonNode Changed(JsonNode leaf)
    {
        if (leaf.GetValueKind() == JsonValueKind.Number) return leaf.GetValue<int>() + 1;
        var text = leaf.GetValue<string>();
        return DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time)
            ? time.AddMilliseconds(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)
            : text + "x";
    }
}
