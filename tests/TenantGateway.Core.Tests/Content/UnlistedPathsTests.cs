using System.Text;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>The places that no rule names, told in names that may be shown.</summary>
public sealed class UnlistedPathsTests
{
    private static readonly RoutePlan Route = TestPolicy.Contacts().Text("note").Embedded("payload").Plain("id").Plain("rows.*.id").FormField("email", "email").Enforcing().Ingress();

    private static string[] Told(UnitPlan plan, string unit)
    {
        var told = new List<string>();
        plan.Carrier.TellUnlisted(Encoding.UTF8.GetBytes(unit), told.Add);
        return [.. told];
    }

    [Theory]
    [InlineData("""{"email":"a","name":["b"],"address":{"x":1},"note":"n","payload":"{}","id":7,"x":null}""")]
    [InlineData("""{"email2":"a","a":{"b":[1,[2],{"c":true}]},"rows":[{"id":1,"n":2},{"n":3}]}""", "$.email2", "$.a.b[*]", "$.a.b[*][*]", "$.a.b[*].c", "$.rows[*].n")]
    [InlineData("""{"ada@example.org":1,"Ada Quist":{"x":2},"12ab":3,"a1234567":4,"zebulona_zebulona_zebulona_zebulona_zebulona":5}""", "$.(name)", "$.(name).x")]
    [InlineData("[{\"phones\":[\"1\"]},2]", "$[*].phones[*]", "$[*]")]
    [InlineData("\"x\"", "$")]
    [InlineData("{\"a\":1,", "$.a")]
    public void OfADocument(string document, params string[] paths) => Assert.Equal(paths, Told(Route.Request, document));

    [Fact]
    public void PathsThatAreTooLong_AreCutBehindAStep_AndNotLeftOut()
    {
        var name = new string('a', 40);
        var path = Assert.Single(Told(Route.Request, string.Concat(Enumerable.Repeat($"{{\"{name}\":", 20)) + "1" + new string('}', 20)));
        Assert.Equal($"$.{name}.{name}.{name}.{name}.{name}.{name}.(more)", path);
        Assert.InRange(path.Length, 1, UnlistedPaths.MaxPathLength);
    }

    [Fact]
    public void OfManyValues_TheFirstAreLookedAt_AndThatThereAreMoreIsTold()
    {
        string Document(int count) => $"{{\"email\":[{string.Join(',', Enumerable.Repeat("\"a\"", 5_000))}],\"a\":[{string.Join(',', Enumerable.Repeat('1', count))}]}}";
        Assert.Equal(["$.a[*]"], Told(Route.Request, Document(UnlistedPaths.MaxValues)));
        Assert.Equal(["$.a[*]", UnlistedPaths.More], Told(Route.Request, Document(UnlistedPaths.MaxValues + 100_000)));
    }

    [Fact]
    public void OfOtherCarriers()
    {
        Assert.Equal(["?q", "?(name)"], Told(Route.Query, "email=a&q=1&page=2&empty=&ada%40example.org=1"));
        Assert.Equal(["form field x"], Told(Route.RequestOf(BodyFormat.Form)!, "email=a&x=1&ref=2"));
        Assert.Equal(["$.x"], Told(Route.RequestOf(BodyFormat.Lines)!, "{\"x\":1}\n{\"y\":1}\n"));
        Assert.Equal(["$.x"], Told(Route.ResponseOf(BodyFormat.Events)!, ": a\nevent: b\ndata: {\"x\":1}\n\ndata: {\"y\":1}\n\n"));
    }
}
