using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Conversion;

/// <summary>Rows that hold shapes of before and after a rotation of the lookup key.</summary>
public class ShapedRowsTests
{
    private const string Jane = """{"email":"jane@example.org","born":"1985-03-12","phone":"+4930123456"}""";

    private static readonly TestTenant Before = TestTenant.Acme;
    private static readonly TestTenant During = TestTenant.AcmeInRotation;
    private static readonly RoutePlan Route = new TestPolicy()
        .Shaped("email", "email", ValueShape.Email).Shaped("born", "date-of-birth", ValueShape.Date).Shaped("phone", "phone", ValueShape.Phone).Ingress();

    private static readonly string Old = Engine.Protect(Route, Jane, Before).Text;
    private static readonly string New = Engine.Protect(Route, Jane, During).Text;
    private static readonly ImmutableArray<ValueShape> Both = [ValueShape.Date, ValueShape.Phone];
    private static readonly string OldKey = Before.Lookup.KeyId.ToString();
    private static readonly string NewKey = Before.NextLookup.KeyId.ToString();

    private static string Member(string row, string name) => JsonNode.Parse(row)![name]!.ToString();

    [Theory]
    [InlineData("""["{0}","{0}"]""")]
    [InlineData("""{{"{0}":1}}""")]
    [InlineData("""{{"text":"to {0}, pn1-x and pn1."}}""")]
    [InlineData("""{{"text":"[\"{0}\"]"}}""")]
    [InlineData("""{{"text":"{0}.pn.invalid"}}""")]
    public void EmailShape_BecomesTheOneThatIsSearchedFor_WhereverItStands(string format)
    {
        var (text, tally) = Convert(string.Format(null, format, Member(Old, "email")) + "\n");
        Assert.Equal(string.Format(null, format, Member(New, "email")) + "\n", text);
        var met = Assert.Single(tally.Generations);
        Assert.Equal((OldKey, met.Value.Found, tally.Damaged), (met.Key, met.Value.Rewritten, 0L));

        var (again, second) = Convert(text);
        Assert.Equal(text, again);
        Assert.Equal((NewKey, 0L), (Assert.Single(second.Generations).Key, second.Generations[NewKey].Rewritten));
    }

    [Fact]
    public void DatesAndNumbers_AreCountedByTheirSlot_AndLeft()
    {
        var (text, tally) = Convert($"{Old}\n{New}\n", shapes: Both);
        Assert.Equal(Old.Replace(Member(Old, "email"), Member(New, "email"), StringComparison.Ordinal) + "\n" + New + "\n", text);
        Assert.Equal(new GenerationTally(3, 1, 0, 0), tally.Generations[OldKey]);
        Assert.Equal(new GenerationTally(3, 0, 0, 0), tally.Generations[NewKey]);
    }

    [Theory]
    [InlineData("""["{0}"]""", 1)]
    [InlineData("""["\u002b{1}"]""", 1)]
    [InlineData("""["[\"{0}\",\"{0}\"]"]""", 2)]
    [InlineData("""["[\"{0}\",\"{0}\""]""", 0)]
    [InlineData("""["call {0}"]""", 0)]
    [InlineData("""["{0}","+4930123456","1985-03-12","9999-12-31"]""", 1)]
    public void WhatIsAWholeString_Counts(string format, int found)
    {
        var phone = Member(Old, "phone");
        var tally = Convert(string.Format(null, format, phone, phone[1..]), shapes: Both).Tally;
        Assert.Equal(found, tally.Generations.GetValueOrDefault(OldKey, GenerationTally.None).Found);
    }

    [Fact]
    public void WithoutAPolicyThatStoresThem_NoneIsLookedFor() => Assert.Empty(Convert("""["3985-03-12","+999123456789012"]""").Tally.Generations);

    [Fact]
    public void ShapeOfASlotWithoutKey_IsDamaged()
    {
        using var output = new ByteBuffer(64);
        var tally = TokenConverter.Convert(Encoding.UTF8.GetBytes($"[\"{Member(New, "born")}\"]"), 0, Before.Ring, new TestKeyRings(), output, shapes: Both);
        Assert.Equal((1, 0), (tally.Damaged, tally.Generations.Count));
    }

    public static TheoryData<string, LineProblemKind> Problems
    {
        get
        {
            var shape = Member(Old, "email");
            return new()
            {
                { $"[\"{Member(Engine.Protect(Route, Jane, TestTenant.Globex).Text, "email")}\"]", LineProblemKind.Foreign },
                { $"[\"{shape[..40]}\"]", LineProblemKind.Damaged },
                { $"[\"{shape[..20]}{(shape[20] == 'a' ? 'b' : 'a')}{shape[21..]}\"]", LineProblemKind.Damaged },
                { $"[\"pn1-zzzzzz{shape[10..]}\"]", LineProblemKind.Damaged },
                { $"[\"{shape.Replace("@", "\\u0040", StringComparison.Ordinal)}\"]", LineProblemKind.Damaged },
                { $"[\"pn1\\u002d{shape[4..]}\"]", LineProblemKind.Malformed },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void WhatIsWrong_PassesAsItIsAndIsTold(string line, LineProblemKind kind)
    {
        var (text, tally) = Convert(line + "\n");
        Assert.Equal(line + "\n", text);
        Assert.Equal([new LineProblem(1, kind)], tally.Problems.ToArray());
    }

    [Fact]
    public void RowsOfBefore_AreShaped_AndOldDatesAndNumbersBecomeNew()
    {
        const string Clear = """{"email":"jane@example.org","born":"1985-03-12","phone":"+4930123456","x":"1985-03-12"}""";
        var (text, tally) = Protect(Clear + "\n" + Old + "\n");

        var rows = text.Split('\n');
        Assert.Equal(New[..^1] + ",\"x\":\"1985-03-12\"}", rows[0]);
        Assert.Equal(New.Replace(Member(New, "email"), Member(Old, "email"), StringComparison.Ordinal), rows[1]);
        Assert.Equal((3L, 0L), (tally.Protected, tally.Unprotected));
        Assert.Equal(new GenerationTally(3, 2, 0, 0), tally.Generations[OldKey]);

        var (again, second) = Protect(text);
        Assert.Equal(text, again);
        Assert.Equal(0, second.Protected);
    }

    [Theory]
    [InlineData("born", "12.3.1985")]
    [InlineData("phone", "030 123")]
    [InlineData("email", "jane")]
    [InlineData("email", "x@abc.pn.invalid")]
    public void RowThatDoesNotFit_StaysWholeAndIsTold(string name, string value)
    {
        var row = $$"""{"x":1,"{{name}}":"{{value}}"}""" + "\n";
        var (text, tally) = Protect(row);
        Assert.Equal(row, text);
        Assert.Equal(1, tally.Unprotected);
    }

    private static (string Text, ConversionTally Tally) Convert(string lines, ImmutableArray<ValueShape> shapes = default)
    {
        using var output = new ByteBuffer(64);
        var tally = TokenConverter.Convert(Encoding.UTF8.GetBytes(lines), 0, During.Ring, new TestKeyRings(), output, shapes: shapes);
        return (Encoding.UTF8.GetString(output.Written), tally);
    }

    private static (string Text, ConversionTally Tally) Protect(string lines)
    {
        using var output = new ByteBuffer(64);
        var tally = TokenConverter.Convert(Encoding.UTF8.GetBytes(lines), 0, During.Ring, new TestKeyRings(), output, RowProtector.Of(Route), Both);
        return (Encoding.UTF8.GetString(output.Written), tally);
    }
}
