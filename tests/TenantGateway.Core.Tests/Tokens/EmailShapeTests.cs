using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tests.Tokens.Shapes;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Tokens;

public partial class EmailShapeTests
{
    private static readonly ShapeKey Key = TestShapes.Key();

    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 121)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AddressOfAnyLengthTo120_ComesBackFromAValidAddress(int length)
    {
        var address = new string('a', length / 2) + new string('@', length - (length / 2));
        var shape = TestShapes.Email(Key, address);
        Assert.NotNull(shape);
        AssertValid(shape);
        Assert.Equal(("email", address), TestShapes.OpenEmail(Key, TestShapes.Bytes(shape)));
        Assert.True(EmailShape.TryReadKeyId(TestShapes.Bytes(shape), out var keyId));
        Assert.Equal(Key.KeyId, keyId);
    }

    [Fact]
    public void ArbitraryTextsAndClasses_ComeBackOrSayThatTheyDoNotFit() =>
        Gen.Select(Gen.Char.AlphaNumeric.Array[1, 32], Gen.String[0, 130], Gen.Int[0, 1]).Sample((letters, text, generation) =>
        {
            using var key = TestShapes.Key(generation: generation);
            var (fieldClass, address) = (new string(letters), Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
            var fits = fieldClass.Length + Encoding.UTF8.GetByteCount(address) <= EmailShape.MaxContent;
            var shape = TestShapes.Email(key, address, fieldClass);
            Assert.Equal(fits, shape is not null);
            if (shape is null) return;
            AssertValid(shape);
            Assert.Equal((fieldClass, address), TestShapes.OpenEmail(key, TestShapes.Bytes(shape)));
        });

    [Fact]
    public void LongestShape_IsAsLongAsMailAllows()
    {
        Assert.Equal(120, EmailShape.MaxContent - "email".Length);
        var longest = TestShapes.Email(Key, new string('x', 120));
        Assert.InRange(longest!.Length, EmailShape.MaxLength - 1, EmailShape.MaxLength); // Null fails the test as well.
        Assert.Null(TestShapes.Email(Key, new string('x', 121)));
        Assert.Null(TestShapes.Email(Key, new string('\u00e9', 61)));
    }

    [Fact]
    public void AnyCharacterChanged_IsRefused()
    {
        foreach (var length in (int[])[1, 20, 40, 60, 75, 90, 105, 120])
        {
            var shape = TestShapes.Bytes(TestShapes.Email(Key, new string('x', length))!); // Null fails the test as well.
            for (var i = 0; i < shape.Length; i++)
            {
                var kept = shape[i];
                foreach (var other in "aqz27A.@-\0"u8)
                {
                    if (other == kept) continue;
                    shape[i] = other;
                    Assert.Null(TestShapes.OpenEmail(Key, shape));
                }

                shape[i] = kept;
            }

            Assert.NotNull(TestShapes.OpenEmail(Key, shape));
        }
    }

    [Fact]
    public void AnyTruncationOrAddition_IsRefused()
    {
        var shape = TestShapes.Email(Key, "grace@example.com")!; // Null fails the test as well.
        for (var i = 0; i < shape.Length; i++)
        {
            Assert.Null(TestShapes.OpenEmail(Key, TestShapes.Bytes(shape[..i])));
            Assert.Null(TestShapes.OpenEmail(Key, TestShapes.Bytes(shape[(i + 1)..])));
            Assert.Null(TestShapes.OpenEmail(Key, TestShapes.Bytes(shape.Insert(i, "a"))));
        }
    }

    [Fact]
    public void OtherTenantGenerationOrKey_DoesNotOpen()
    {
        using var otherTenant = TestShapes.Key("globex");
        using var otherGeneration = TestShapes.Key(generation: 2);
        using var sameIdOtherKey = new ShapeKey(Core.Tenants.TenantId.Parse("acme"), Key.KeyId, 0, new byte[GenerationKey.KeySize]);
        var shape = TestShapes.Bytes(TestShapes.Email(Key, "grace@example.com")!); // Null fails the test as well.
        Assert.All((ShapeKey[])[otherTenant, otherGeneration, sameIdOtherKey], key => Assert.Null(TestShapes.OpenEmail(key, shape)));
    }

    [Fact]
    public void EqualAddresses_HaveEqualShapesWithinTenantAndClassOnly()
    {
        using var otherTenant = TestShapes.Key("globex");
        var shape = TestShapes.Email(Key, "grace@example.com");
        Assert.Equal(shape, TestShapes.Email(Key, "grace@example.com"));
        Assert.NotEqual(shape, TestShapes.Email(Key, "grace@example.com", "work-email"));
        Assert.NotEqual(shape, TestShapes.Email(otherTenant, "grace@example.com"));
        Assert.NotEqual(shape, TestShapes.Email(Key, "Grace@example.com"));
    }

    [Fact]
    public void Shape_TellsTheLengthOfItsAddressToWithin16Bytes()
    {
        var lengths = Enumerable.Range(0, 121).Select(length => TestShapes.Email(Key, new string('x', length))!.Length).Distinct(); // Null fails the test as well.
        Assert.Equal(8, lengths.Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("grace@example.com")]
    [InlineData("pn1-")]
    [InlineData("pn1-abcdef@pn.invalid")]
    [InlineData("pn1-abcdefghijklmnop@x.pn.invalid")]
    [InlineData("pn1.abcdef.r004NBIpIcC8gAnbv-_5zZfdnOHoWDC4q2AwAhhbqU2t")]
    public void ForeignText_IsNoShape(string text)
    {
        Assert.False(EmailShape.TryReadKeyId(TestShapes.Bytes(text), out _));
        Assert.Null(TestShapes.OpenEmail(Key, TestShapes.Bytes(text)));
    }

    [Fact]
    public void ArbitraryBytes_NeverOpenAndNeverThrow() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool).Sample((bytes, dressed) =>
        {
            byte[] text = dressed ? [.. "pn1-"u8, .. bytes, .. ".pn.invalid"u8] : bytes;
            Assert.Null(TestShapes.OpenEmail(Key, text));
        });

    [Fact]
    public void WriteAndOpen_AllocateNothingOnAesNi()
    {
        if (!AesSivX86.IsSupported) return;
        using var output = new ByteBuffer(512);
        var opened = Scratch.Rent(512);
        long before = 0;
        for (var i = 0; i < 1100; i++)
        {
            if (i == 100) before = GC.GetAllocatedBytesForCurrentThread();
            output.Truncate(0);
            EmailShape.TryWrite(Key, "email"u8, "grace@example.com"u8, output);
            EmailShape.TryOpen(Key, output.Written, ref opened, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        opened.Dispose();
    }

    /// <summary>RFC 5321 section 4.5.3.1, RFC 1035 section 2.3.4, RFC 2606, and what common validators ask.</summary>
    private static void AssertValid(string shape)
    {
        Assert.True(shape.Length <= 254, shape);
        var (local, domain) = (shape[..shape.IndexOf('@')], shape[(shape.IndexOf('@') + 1)..]);
        Assert.InRange(local.Length, 1, 64);
        Assert.All(domain.Split('.'), label => Assert.Matches("^[a-z0-9]{1,63}$", label));
        Assert.EndsWith(".pn.invalid", domain, StringComparison.Ordinal);
        Assert.StartsWith("pn1-", local, StringComparison.Ordinal);
        Assert.Matches(Html5(), shape);
        Assert.Matches(Rfc5322(), shape);
        Assert.Matches(Common(), shape);
        Assert.True(new EmailAddressAttribute().IsValid(shape));
        Assert.Equal(shape, new MailAddress(shape).Address);
    }

    // HTML, "valid e-mail address".
    [GeneratedRegex(@"^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")]
    private static partial Regex Html5();

    // The dot-atom form of RFC 5322 section 3.4.1.
    [GeneratedRegex(@"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$")]
    private static partial Regex Rfc5322();

    // What many forms ask: a top-level domain of two letters or more.
    [GeneratedRegex(@"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$")]
    private static partial Regex Common();
}
