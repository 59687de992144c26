using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Canaries;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection.Canaries;

public sealed class CanarySampleTests
{
    [Theory]
    [InlineData("$.a[2]..b", "$.c", "{\"a\":[null,null,{\"b\":\"canary-7d3f-0-5b\"}]}")]
    [InlineData("$.a.*", "$.c", "{\"a\":[\"canary-7d3f-0-5b\"]}")]
    [InlineData("$.a.b", "$.a", "{\"a\":{\"b\":\"canary-7d3f-0-5b\"}}", "{\"a\":\"{\\u0022b\\u0022:\\u0022canary-7d3f-0-5b\\u0022}\"}")]
    [InlineData("$.a", "$.a", "{\"a\":704319000000}")]
    [InlineData("$.a[1:1]", "$.c")]
    public void Path_BecomesADocumentThatItSelectsFrom(string path, string embedded, params string[] documents)
    {
        var selector = TestPolicy.SelectorOf(path);
        var trie = FieldTrie.Compile([selector], [TestPolicy.SelectorOf(embedded)]);
        ProtectedField[] fields = [new ProtectedField(FieldClass.Parse("name"), TokenMode.Randomised, FieldRight.Write, path)];
        Assert.Equal(documents, CanarySample.Of(selector, 0, trie, fields).Select(sample => sample.Document));
        Assert.All(CanarySample.Of(selector, 0, trie, fields), sample => Assert.Contains(sample.Value.Text, sample.Document, StringComparison.Ordinal));
    }
}
