using System.Buffers.Text;
using System.Text;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Tokens;

public class StoredTokenTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly byte[] Email = "jane.doe@example.org"u8.ToArray();

    private static IEnumerable<GenerationKey> Keys => [Acme.Data, Acme.Lookup];

    [Fact]
    public void EveryLength_ReadsBack()
    {
        foreach (var key in Keys)
        {
            foreach (var length in Sealed.Lengths)
            {
                var value = Sealed.Value(length);
                Assert.Equal(value, Sealed.OpenToken(key, Sealed.Token(key, value)));
            }
        }
    }

    [Fact]
    public void EveryTypeAndClass_ReadsBack()
    {
        foreach (var key in Keys)
        {
            var token = Sealed.Token(key, "5.0"u8, "date-of-birth", PayloadType.JsonLiteral);
            var opened = Core.Buffers.Scratch.Rent(16);
            Assert.True(TokenHeader.TryRead(token, out var header));
            Assert.True(StoredToken.TryOpen(key, header, token, ref opened, out var payload));
            Assert.Equal(PayloadType.JsonLiteral, payload.Type);
            Assert.Equal("date-of-birth", Encoding.ASCII.GetString(payload.Class));
            Assert.Equal("5.0", Encoding.ASCII.GetString(payload.Value));
            opened.Dispose();
        }
    }

    [Fact]
    public void EveryBitFlip_IsRefused()
    {
        foreach (var key in Keys)
        {
            var token = Sealed.Token(key, Email);
            for (var bit = 0; bit < token.Length * 8; bit++)
            {
                token[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Null(Sealed.OpenToken(key, token));
                token[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.NotNull(Sealed.OpenToken(key, token));
        }
    }

    [Fact]
    public void EveryOtherCharacter_IsRefused()
    {
        var token = Sealed.Token(Acme.Lookup, "x"u8);
        for (var at = 0; at < token.Length; at++)
        {
            var right = token[at];
            foreach (var wrong in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n"u8)
            {
                if (wrong == right) continue;
                token[at] = wrong;
                Assert.Null(Sealed.OpenToken(Acme.Lookup, token));
            }

            token[at] = right;
        }
    }

    [Fact]
    public void EveryTruncationAndExtension_IsRefused()
    {
        foreach (var key in Keys)
        {
            var token = Sealed.Token(key, Email);
            for (var length = 0; length < token.Length; length++) Assert.Null(Sealed.OpenToken(key, token.AsSpan(0, length)));
            foreach (var tail in "A=. \0"u8.ToArray()) Assert.Null(Sealed.OpenToken(key, [.. token, tail]));
        }
    }

    [Fact]
    public void CutToWholeBlocksWithItsLengthMended_IsRefused()
    {
        foreach (var key in Keys)
        {
            var token = Sealed.Token(key, Sealed.Value(100));
            Assert.True(TokenHeader.TryRead(token, out var header));
            var body = Base64Url.DecodeFromUtf8(token.AsSpan(TokenHeader.Length));
            for (var blocks = 0; blocks < header.Blocks; blocks++)
            {
                var cut = header with { Blocks = blocks };
                var shorter = new byte[cut.TokenLength];
                cut.Write(shorter);
                Base64Url.EncodeToUtf8(body.AsSpan(0, cut.BodyLength), shorter.AsSpan(TokenHeader.Length));
                Assert.Null(Sealed.OpenToken(key, shorter));
            }
        }
    }

    [Fact]
    public void SpareBitsOfTheLastCharacter_AreRefused()
    {
        // A body of 32 bytes ends in a character with two spare bits, which lax decoders ignore.
        var token = Sealed.Token(Acme.Lookup, "x"u8);
        var last = token[^1];
        foreach (var other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8)
        {
            token[^1] = other;
            Assert.Equal(other == last, Sealed.OpenToken(Acme.Lookup, token) is not null);
        }
    }

    [Fact]
    public void AnotherTenantsKeyUnderTheSameId_DoesNotOpen()
    {
        foreach (var key in Keys)
        {
            var material = TestTenant.Material(9, 9);
            var ours = new GenerationKey(Acme.Id, key.KeyId, key.Line, material);
            var theirs = new GenerationKey(TestTenant.Globex.Id, key.KeyId, key.Line, material);
            var token = Sealed.Token(ours, Email);

            Assert.Equal(Email, Sealed.OpenToken(ours, token));
            Assert.Null(Sealed.OpenToken(theirs, token));
        }
    }

    [Fact]
    public void AnotherGenerationOrLine_DoesNotOpen()
    {
        var token = Sealed.Token(Acme.Data, Email);
        Assert.Null(Sealed.OpenToken(Acme.OlderData, token));
        Assert.Null(Sealed.OpenToken(new GenerationKey(Acme.Id, Acme.Data.KeyId, KeyLine.Lookup, TestTenant.Material(1, 1)), token));
        Assert.Null(Sealed.OpenToken(Acme.Audit, token));
    }

    [Fact]
    public void HandleAsToken_DoesNotOpen()
    {
        var handle = Sealed.HandleOf(Acme.Data, Acme.Analyst.Id, Email);
        Assert.Null(Sealed.OpenToken(Acme.Data, handle));
        "pn1."u8.CopyTo(handle);
        handle[11] = (byte)'r';
        Assert.Null(Sealed.OpenToken(Acme.Data, handle));
    }

    [Fact]
    public void EqualValues_HaveEqualDeterministicTokens()
    {
        Assert.Equal(Sealed.Token(Acme.Lookup, Email), Sealed.Token(Acme.Lookup, Email));
        Assert.NotEqual(Sealed.Token(Acme.Lookup, Email), Sealed.Token(Acme.Lookup, Email, "name"));
        Assert.NotEqual(Sealed.Token(Acme.Lookup, "5"u8), Sealed.Token(Acme.Lookup, "5"u8, type: PayloadType.JsonLiteral));
    }

    [Fact]
    public void EqualValuesOfTwoTenants_HaveDifferentTokens()
    {
        Assert.NotEqual(Sealed.Token(Acme.Lookup, Email), Sealed.Token(TestTenant.Globex.Lookup, Email));

        var material = TestTenant.Material(9, 9);
        var one = Sealed.Token(new GenerationKey(Acme.Id, Acme.Lookup.KeyId, KeyLine.Lookup, material), Email);
        var other = Sealed.Token(new GenerationKey(TestTenant.Globex.Id, Acme.Lookup.KeyId, KeyLine.Lookup, material), Email);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void EqualValues_HaveDifferentRandomisedTokens()
    {
        var tokens = Enumerable.Range(0, 500).Select(_ => Encoding.ASCII.GetString(Sealed.Token(Acme.Data, Email))).ToHashSet();
        Assert.Equal(500, tokens.Count);
        Assert.Equal(500, tokens.Select(token => token[15..30]).Distinct().Count());
    }

    [Fact]
    public void Length_TellsTheValueOnlyToWithin16Bytes()
    {
        foreach (var key in Keys)
        {
            var lengths = Enumerable.Range(0, 200).Select(length => Sealed.Token(key, Sealed.Value(length)).Length).ToArray();
            Assert.Equal(lengths.Order(), lengths);
            Assert.All(lengths.GroupBy(length => length).Skip(1).SkipLast(1), group => Assert.Equal(16, group.Count()));
        }
    }

    [Fact]
    public void Token_SurvivesUrlsJsonAndProse()
    {
        foreach (var key in Keys)
        {
            var token = Encoding.ASCII.GetString(Sealed.Token(key, Email));
            Assert.Equal(token, Uri.EscapeDataString(token));
            Assert.Matches("^pn1\\.[a-z2-7]{6}\\.[rd][0-9a-f]{3}[A-Za-z0-9_-]+$", token);
        }
    }
}
