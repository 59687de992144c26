using System.Text.RegularExpressions;
using CsCheck;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Tests.Tokens.Shapes;

public class PhoneShapeTests
{
    [Theory]
    [InlineData("+12025550143")]
    [InlineData("+442079460958")]
    [InlineData("+447700900123")]
    [InlineData("+919876543210")]
    [InlineData("+4930123456")]
    [InlineData("+493012345678")]
    [InlineData("+33184176118")]
    [InlineData("+393401234567")]
    [InlineData("+302101234567")]
    [InlineData("+79161234567")]
    [InlineData("+353861234567")]
    [InlineData("+971501234567")]
    [InlineData("+254712345678")]
    [InlineData("+2901234567")]
    [InlineData("+1234567")]
    [InlineData("+99899123456")]
    [InlineData("+998991234567")]
    public void Number_ComesBackFromANumberThatReachesNobody(string number)
    {
        foreach (var generation in (int[])[0, 1])
        {
            using var key = TestShapes.Key(generation: generation);
            var (fit, shape) = TestShapes.Phone(key, number);
            Assert.Equal(ShapeFit.Fits, fit);
            AssertValid(shape);
            Assert.True(PhoneShape.TryReadSlot(TestShapes.Bytes(shape), out var slot));
            Assert.Equal(generation, slot);
            Assert.Equal(number, TestShapes.RestorePhone(key, shape));
        }
    }

    [Fact]
    public void ArbitraryNumbers_ComeBackOrSayThatTheyDoNotFit()
    {
        using var key = TestShapes.Key(generation: 1);
        Gen.Select(Gen.Char["123456789"], Gen.Char["0123456789"].Array[6, 14]).Sample((first, rest) =>
        {
            var number = $"+{first}{new string(rest)}";
            if (number.StartsWith("+999", StringComparison.Ordinal)) return;
            var (fit, shape) = TestShapes.Phone(key, number);
            if (number.Length <= 12) Assert.Equal(ShapeFit.Fits, fit);
            if (number.Length > 13) Assert.Equal(ShapeFit.OutOfRange, fit);
            if (fit != ShapeFit.Fits) return;
            AssertValid(shape);
            Assert.Equal(number, TestShapes.RestorePhone(key, shape));
        });
    }

    [Theory]
    [InlineData("+8613812345678")]
    [InlineData("+5511912345678")]
    [InlineData("+2348012345678")]
    [InlineData("+4915123456789")]
    [InlineData("+123456789012345")]
    [InlineData("+101234567890")]
    public void NumberBeyondTwelveDigitsOrOfNoCountry_SaysThatItIsOutOfRange(string number)
    {
        using var key = TestShapes.Key();
        Assert.Equal(ShapeFit.OutOfRange, TestShapes.Phone(key, number).Fit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("2025550143")]
    [InlineData("+1 202 555 0143")]
    [InlineData("+1-202-555-0143")]
    [InlineData("+0123456789")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+12025550143x12")]
    [InlineData("+999123456789012")]
    [InlineData("+9991234567")]
    public void OtherThanAnE164Number_SaysSo(string text)
    {
        using var key = TestShapes.Key();
        Assert.Equal(ShapeFit.AnotherFormat, TestShapes.Phone(key, text).Fit);
    }

    [Theory]
    [InlineData("+442079460958")]
    [InlineData("+99812345678901")]
    [InlineData("+999999999999999")]
    [InlineData("+99912345678901")]
    [InlineData("999123456789012")]
    [InlineData("+99912345678901a")]
    public void ForeignNumber_IsNoShape(string text)
    {
        using var key = TestShapes.Key();
        Assert.False(PhoneShape.TryReadSlot(TestShapes.Bytes(text), out _));
        Assert.Null(TestShapes.RestorePhone(key, text));
    }

    [Fact]
    public void ShapeOfAnotherSlot_IsNotRestored()
    {
        using var key = TestShapes.Key(generation: 0);
        using var next = TestShapes.Key(generation: 1);
        Assert.Null(TestShapes.RestorePhone(next, TestShapes.Phone(key, "+442079460958").Shape));
        Assert.Null(TestShapes.RestorePhone(key, TestShapes.Phone(next, "+442079460958").Shape));
    }

    [Fact]
    public void OtherTenantClassOrKey_IsAnotherPermutation()
    {
        using var key = TestShapes.Key(generation: 0);
        using var later = TestShapes.Key(generation: 2);
        using var otherTenant = TestShapes.Key("globex");
        const string Number = "+442079460958";
        string[] shapes =
        [
            TestShapes.Phone(key, Number).Shape, TestShapes.Phone(later, Number).Shape,
            TestShapes.Phone(otherTenant, Number).Shape, TestShapes.Phone(key, Number, "fax").Shape,
        ];
        Assert.Equal(shapes.Length, shapes.Distinct().Count());
        Assert.All(shapes[1..], shape => Assert.NotEqual(Number, TestShapes.RestorePhone(key, shape)));
    }

    [Fact]
    public void EveryRank_IsOneNumber()
    {
        Gen.ULong[0, PhoneRank.Count + 1000].Sample(rank =>
        {
            var digits = new byte[PhoneRank.MaxDigits];
            if (!PhoneRank.TryUnrank(rank, digits, out var written)) return;
            Assert.True(PhoneRank.TryRank(digits.AsSpan(0, written), out var again));
            Assert.Equal(rank, again);
        });
        Assert.InRange(PhoneRank.Count, 1UL, 496_981_290_961UL); // The ranks of a slot, 89^6.
        Assert.False(PhoneRank.TryUnrank(PhoneRank.Count, new byte[12], out _));
        Assert.False(PhoneRank.TryUnrank(999_999, new byte[12], out _));
    }

    [Fact]
    public void ArbitraryTexts_NeverThrow()
    {
        using var key = TestShapes.Key();
        Gen.OneOf(Gen.String[0, 20], Gen.Char["0123456789"].Array[12].Select(characters => $"+999{new string(characters)}")).Sample(text =>
        {
            if (TestShapes.RestorePhone(key, text) is { } restored) Assert.Equal(text, TestShapes.Phone(key, restored).Shape);
        });
    }

    private static void AssertValid(string shape)
    {
        Assert.Matches(new Regex(@"^\+[1-9]\d{1,14}$"), shape); // E.164, as most forms check it.
        Assert.Matches(new Regex(@"^\+?[0-9]{7,15}$"), shape);
        Assert.StartsWith("+999", shape, StringComparison.Ordinal);
    }
}
