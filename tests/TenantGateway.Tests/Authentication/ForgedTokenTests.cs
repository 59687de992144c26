using CsCheck;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authentication;

public sealed class ForgedTokenTests : IdentityTest
{
    private const string Challenge = "Bearer realm=\"tenant-gateway\", error=\"invalid_token\", error_description=\"The access token is not valid here\"";

    public static TheoryData<string> Names => [.. ForgedTokens.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ForgedToken_IsRefusedLikeAnyOther(string name)
    {
        var (defect, forge) = ForgedTokens.All[name];

        var answer = await GetAsync("Bearer " + forge(Draft()));

        Assert.Equal(new Answer(401, "{\"code\":\"invalid_token\"}", Challenge), answer);
        Assert.Equal(defect.ToString(), Gateway.LastDefect);
    }

    [Fact]
    public void Table_HasARowForEveryWay() => Assert.InRange(ForgedTokens.All.Count, 100, int.MaxValue);

    [Fact]
    public async Task MutatedToken_IsRefused()
    {
        var draft = Draft();
        draft.Payload["exp"] = (long?)draft.Payload["iat"] + 86_400;
        var token = draft.Sign();
        Assert.Equal(200, (await GetAsync("Bearer " + token)).Status);
        var character = Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/"];
        var mutation = Gen.Select(Gen.Int[0, token.Length - 1], Gen.Int[0, 3], character, (at, kind, c) => kind switch
        {
            0 => token[..at] + c + token[(at + 1)..],
            1 => token[..at] + c + token[at..],
            2 => token.Remove(at, 1),
            _ => token[..at] + c,
        }).Where(mutated => mutated != token);

        // Who names another key waits for it.
        await WhileTimePassesAsync(SampleAsync());

        async Task<bool> SampleAsync()
        {
            await mutation.SampleAsync(async mutated => (await GetAsync("Bearer " + mutated)).Code == "invalid_token", seed: "0000KOIPe036", iter: 10_000, threads: 8);
            return true;
        }
    }
}
