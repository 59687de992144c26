using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Tests.Tokens.Shapes;

public class DateShapeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void EveryDate_ComesBackFromADateBeyond3000(int generation)
    {
        using var key = TestShapes.Key(generation: generation);
        var seen = new HashSet<string>();
        for (var day = DateShape.First; day <= DateShape.Last; day = day.AddDays(1))
        {
            var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var (fit, shape) = TestShapes.Date(key, date);
            Assert.Equal(ShapeFit.Fits, fit);
            Assert.Matches(new Regex("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"), shape);
            Assert.True(DateOnly.TryParseExact(shape, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed), shape);
            Assert.InRange(parsed.Year, 3000, 9999);
            Assert.True(DateShape.TryReadSlot(TestShapes.Bytes(shape), out var slot));
            Assert.Equal(generation, slot);
            Assert.Equal(date, TestShapes.RestoreDate(key, shape));
            Assert.True(seen.Add(shape), $"{date} has the shape of another date.");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1985-3-12")]
    [InlineData("12.03.1985")]
    [InlineData("03/12/1985")]
    [InlineData("1985-03-12T00:00:00Z")]
    [InlineData("1985-13-01")]
    [InlineData("1985-00-01")]
    [InlineData("1985-02-29")]
    [InlineData("1985-02-00")]
    [InlineData("0000-01-01")]
    [InlineData("1985-03-1\u0662")]
    [InlineData("-985-03-12")]
    [InlineData("198503-12-")]
    public void OtherThanAnIsoDate_SaysSo(string text)
    {
        using var key = TestShapes.Key();
        Assert.Equal(ShapeFit.AnotherFormat, TestShapes.Date(key, text).Fit);
    }

    [Theory]
    [InlineData("1799-12-31")]
    [InlineData("2200-01-01")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("3500-06-07")]
    public void DateOfAnotherAge_SaysThatItIsOutOfRange(string text)
    {
        using var key = TestShapes.Key();
        Assert.Equal(ShapeFit.OutOfRange, TestShapes.Date(key, text).Fit);
    }

    // An old clear date is never taken for a shape and turned into another date.
    [Theory]
    [InlineData("1985-03-12")]
    [InlineData("2999-12-31")]
    [InlineData("9999-12-31")]
    [InlineData("3000-02-30")]
    [InlineData("next Tuesday")]
    public void ForeignDate_IsNoShape(string text)
    {
        using var key = TestShapes.Key();
        Assert.False(DateShape.TryReadSlot(TestShapes.Bytes(text), out _));
        Assert.Null(TestShapes.RestoreDate(key, text));
    }

    [Fact]
    public void ShapeOfAnotherSlot_IsNotRestored()
    {
        using var key = TestShapes.Key(generation: 0);
        using var next = TestShapes.Key(generation: 1);
        Assert.Null(TestShapes.RestoreDate(next, TestShapes.Date(key, "1985-03-12").Shape));
        Assert.Null(TestShapes.RestoreDate(key, TestShapes.Date(next, "1985-03-12").Shape));
    }

    // Nothing authenticates a date: this is what its readers are promised, and no more.
    [Fact]
    public void ShapesOfAnotherKeyClassOrTenant_MostlyRestoreToNothingAndNeverToTheDate()
    {
        using var key = TestShapes.Key(generation: 0);
        using var later = TestShapes.Key(generation: 2);
        using var otherTenant = TestShapes.Key("globex");
        var (restored, same, tried) = (0, 0, 0);
        for (var day = new DateOnly(1940, 1, 1); day.Year < 2010; day = day.AddDays(13))
        {
            var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var shape = TestShapes.Date(key, date).Shape;
            foreach (var wrong in (string?[])[TestShapes.RestoreDate(later, shape), TestShapes.RestoreDate(otherTenant, shape), TestShapes.RestoreDate(key, shape, "hired-on")])
            {
                tried++;
                if (wrong is not null) restored++;
                if (wrong == date) same++;
            }
        }

        Assert.InRange(restored, tried / 10, tried / 5);
        Assert.InRange(same, 0, 2);
    }

    [Fact]
    public void ArbitraryTexts_NeverThrow()
    {
        using var key = TestShapes.Key();
        Gen.OneOf(Gen.String[0, 20], Gen.Char["0123456789-"].Array[10].Select(characters => new string(characters))).Sample(text =>
        {
            if (TestShapes.Date(key, text) is (ShapeFit.Fits, var shape)) Assert.Equal(text, TestShapes.RestoreDate(key, shape));
            if (TestShapes.RestoreDate(key, text) is { } restored) Assert.Equal(text, TestShapes.Date(key, restored).Shape);
        });
    }
}
