using System.Text;
using System.Text.Json;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Content;

/// <summary>
/// What protection has to do, said a second time and plainly: over a parsed tree, every selector matched against every path by itself.
/// </summary>
internal sealed class ReferenceRewriter(string[] selectors)
{
    private readonly string[][] _selectors = [.. selectors.Select(selector => selector.Split('.'))];

    /// <summary>Asserts that one text is the other with exactly the covered values sealed.</summary>
    public void AssertProtected(TestTenant tenant, byte[] sent, byte[] stored)
    {
        using var before = JsonDocument.Parse(sent);
        using var after = JsonDocument.Parse(stored);
        Compare(tenant, before.RootElement, after.RootElement, []);
    }

    private void Compare(TestTenant tenant, JsonElement before, JsonElement after, string?[] path)
    {
        switch (before.ValueKind)
        {
            case JsonValueKind.Object:
                var (members, others) = (before.EnumerateObject().ToArray(), after.EnumerateObject().ToArray());
                Assert.Equal(members.Select(member => member.Name), others.Select(member => member.Name));
                for (var i = 0; i < members.Length; i++) Compare(tenant, members[i].Value, others[i].Value, [.. path, members[i].Name]);
                break;
            case JsonValueKind.Array:
                Assert.Equal(before.GetArrayLength(), after.GetArrayLength());
                for (var i = 0; i < before.GetArrayLength(); i++) Compare(tenant, before[i], after[i], [.. path, null]);
                break;
            case not JsonValueKind.Null when RuleFor(path) is { } rule:
                AssertSealed(tenant, before, after, rule);
                break;
            default:
                Assert.Equal(before.GetRawText(), after.GetRawText());
                break;
        }
    }

    private static void AssertSealed(TestTenant tenant, JsonElement before, JsonElement after, int rule)
    {
        var token = Encoding.ASCII.GetBytes(after.GetString() ?? "");
        var key = token[11] == 'r' ? tenant.Data : tenant.Lookup;
        var value = Encoding.UTF8.GetString(Sealed.OpenToken(key, token, Documents.ClassOf(rule)) ?? throw new InvalidOperationException("No token of that class."));
        if (before.ValueKind == JsonValueKind.String && before.GetString()!.StartsWith("hn1.", StringComparison.Ordinal) && before.GetString()!.Length > 60) return;
        Assert.True(value == before.GetRawText() || value == before.GetString());
    }

    // An element of an array has no name: only wildcards cover it.
    private int? RuleFor(string?[] path)
    {
        for (var length = path.Length; length > 0; length--)
        {
            var here = path[..length];
            var best = Enumerable.Range(0, _selectors.Length)
                .Where(rule => _selectors[rule].Length == here.Length && _selectors[rule].Zip(here).All(step => step.First == "*" || step.First == step.Second))
                .OrderBy(rule => _selectors[rule].Count(step => step == "*"))
                .ThenBy(rule => rule)
                .Cast<int?>()
                .FirstOrDefault();
            if (best is not null) return best;
        }

        return null;
    }
}
