using System.Collections.Immutable;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Operations;

/// <summary>One hash, one plan.</summary>
public sealed class OperationHashTests
{
    private static readonly TenantId Acme = TenantId.Parse("acme");

    [Fact]
    public void WhateverDiffers_GivesAnotherHash()
    {
        byte[][] hashes =
        [
            Of("a.b", "acme", [("p", "v")], "one", "two"),
            Of("a.bc", "acme", [("p", "v")], "one", "two"),
            Of("a.b", "acme2", [("p", "v")], "one", "two"),
            Of("a.b", "acme", [("p", "w")], "one", "two"),
            Of("a.b", "acme", [("q", "v")], "one", "two"),
            Of("a.b", "acme", [], "one", "two"),
            Of("a.b", "acme", [("p", "v")], "one"),
            Of("a.b", "acme", [("p", "v")], "two", "one"),
            Of("a.b", "acme", [("p", "v")], "onetwo"),
            Of("a.b", "acme", [("p", "v")], "on", "etwo"),
            // A parameter is no effect, and a name no value.
            Of("a.b", "acme", [], "p", "v", "one", "two"),
            Of("a.b", "acme", [("pv", "")], "one", "two"),
            Of("a.b", "acme", [("p", "v"), ("one", "two")]),
        ];

        Assert.Equal(hashes.Length, hashes.Select(hash => OperationHash.ToText(hash)).Distinct().Count());
    }

    [Fact]
    public void OrderOfTheDictionary_DoesNotMatter()
    {
        var turned = ImmutableSortedDictionary.CreateRange(Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x)), [KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "2")]);

        Assert.Equal(Of("k.k", "acme", [("a", "1"), ("b", "2")]), OperationHash.Of("k.k", Acme, turned, []));
    }

    [Fact]
    public void Text_IsReadBack()
    {
        var hash = Of("a.b", "acme", []);

        Assert.True(OperationHash.TryParse(OperationHash.ToText(hash), out var read));
        Assert.Equal(hash, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    public void OddText_IsNoHash(string? text) => Assert.False(OperationHash.TryParse(text, out _));

    private static byte[] Of(string kind, string tenant, (string Name, string Value)[] parameters, params string[] effects) => OperationHash.Of(
        kind, TenantId.Parse(tenant), parameters.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal), [.. effects]);
}
