using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Canaries;

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
        Assert.Equal(documents, CanarySample.Of(selector, 0, trie).Select(sample => sample.Document));
        Assert.All(CanarySample.Of(selector, 0, trie), sample => Assert.Contains(sample.Value, sample.Document, StringComparison.Ordinal));
    }
}
