using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Core.Tests.Webhooks;

public sealed class SignatureCheckTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    // GitHub's documentation, "Validating webhook deliveries".
    [Fact]
    public void PublishedVectorOfGitHub_IsTaken()
    {
        using var secret = Secret("It's a Secret to Everybody");
        var body = "Hello, World!"u8;
        var presented = Read(SignatureScheme.Body, ("X-Signature", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));

        Assert.True(SignatureCheck.IsSigned(presented, SignatureScheme.Body, body, [secret]));
        Assert.False(SignatureCheck.IsSigned(presented, SignatureScheme.Body, "Hello, World?"u8, [secret]));
    }

    [Fact]
    public void EveryBitOfASignatureCounts()
    {
        using var secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var body = "{\"test\": 2432232314}"u8.ToArray();
        var mac = HMACSHA256.HashData(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Encoding.UTF8.GetBytes($"msg_1.{Now.ToUnixTimeSeconds()}.{Encoding.UTF8.GetString(body)}"));
        Assert.True(SignatureCheck.IsSigned(Standard(mac), SignatureScheme.Standard, body, [secret]));

        for (var bit = 0; bit < mac.Length * 8; bit++)
        {
            mac[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SignatureCheck.IsSigned(Standard(mac), SignatureScheme.Standard, body, [secret]));
            mac[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("It's a Secret to Everybody", "whsec_SXQncyBhIFNlY3JldCB0byBFdmVyeWJvZHk=", true)]
    [InlineData("It's a Secret to Everybody", "It's a secret to everybody", false)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx", false)]
    public void SecretsByWhichOneSignatureCouldBeMade_AreTheSame(string one, string other, bool isSame)
    {
        using var first = Secret(one);
        using var second = Secret(other);

        Assert.Equal((isSame, isSame), (first.Equals(second), second.Equals(first)));
    }

    [Theory]
    [InlineData(-300, SignatureDefect.None)]
    [InlineData(300, SignatureDefect.None)]
    [InlineData(-301, SignatureDefect.TimestampStale)]
    [InlineData(301, SignatureDefect.TimestampInFuture)]
    public void Time_IsHeldAgainstNow(int seconds, SignatureDefect defect) =>
        Assert.Equal(defect, Defect(SignatureScheme.Timestamped, ("X-Signature", $"t={Now.ToUnixTimeSeconds() + seconds},v1={new string('0', 64)}")));

    [Theory]
    [InlineData("v1=00,t=1614265330")]
    [InlineData("t=1614265330")]
    [InlineData("t=1614265330,t=1614265330,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=+1614265330,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=99999999999999999999,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1614265330,v1=g000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sha256=")]
    public void HeaderInAnotherSpelling_IsMalformed(string header) => Assert.Equal(SignatureDefect.HeaderMalformed, Defect(SignatureScheme.Timestamped, ("X-Signature", header)));

    [Fact]
    public void Mark_IsTheMessages_WhicheverOfTwoSecretsSignedIt()
    {
        var (acme, globex) = (TenantId.Parse("acme"), TenantId.Parse("globex"));
        var (one, other) = (Standard(new byte[32]), Standard([.. Enumerable.Repeat((byte)1, 32)]));

        Assert.Equal(SignatureCheck.MarkOf(acme, "a", one, "1"u8), SignatureCheck.MarkOf(acme, "a", other, "2"u8));
        Assert.NotEqual(SignatureCheck.MarkOf(acme, "a", one, "1"u8), SignatureCheck.MarkOf(globex, "a", one, "1"u8));
        Assert.NotEqual(SignatureCheck.MarkOf(acme, "a", one, "1"u8), SignatureCheck.MarkOf(acme, "b", one, "1"u8));
        var body = Read(SignatureScheme.Body, ("X-Signature", "sha256=" + new string('0', 64)));
        Assert.NotEqual(SignatureCheck.MarkOf(acme, "a", body, "1"u8), SignatureCheck.MarkOf(acme, "a", body, "2"u8));
    }

    [Theory]
    [InlineData("short-secret")]
    [InlineData(" starts-with-a-space-and-is-long")]
    [InlineData("holds-\u00e4-letter-that-is-not-ascii")]
    public void SecretThatCouldBeGuessedOrMisread_IsNone(string text) => Assert.Null(WebhookSecret.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void SecretThatIsNoBase64_OpensNothingForStandardWebhooks()
    {
        using var secret = Secret("whsec_this is not base64, as it stands");
        Assert.False(secret.Fits(SignatureScheme.Standard));
        Assert.True(secret.Fits(SignatureScheme.Timestamped));
        Assert.False(SignatureCheck.IsSigned(Standard(new byte[32]), SignatureScheme.Standard, "{}"u8, [secret]));
    }

    private static WebhookSecret Secret(string text) => WebhookSecret.Read(Encoding.UTF8.GetBytes(text)) ?? throw new InvalidOperationException("No secret.");

    private static PresentedSignature Standard(byte[] mac) => Read(
        SignatureScheme.Standard, ("webhook-id", "msg_1"), ("webhook-timestamp", $"{Now.ToUnixTimeSeconds()}"), ("webhook-signature", $"v1a,AAAA v1,{Convert.ToBase64String(mac)}"));

    private static PresentedSignature Read(SignatureScheme scheme, params (string Name, string Value)[] headers)
    {
        Assert.Equal(SignatureDefect.None, Read(scheme, headers, out var presented));
        return presented ?? throw new InvalidOperationException("Nothing was read.");
    }

    private static SignatureDefect Defect(SignatureScheme scheme, params (string Name, string Value)[] headers) => Read(scheme, headers, out _);

    private static SignatureDefect Read(SignatureScheme scheme, (string Name, string Value)[] headers, out PresentedSignature? presented) => PresentedSignature.Read(
        new SignatureRule("a", scheme, "X-Signature", Tolerance, TimeSpan.FromDays(3)), name => [.. headers.Where(header => header.Name == name).Select(header => header.Value)], Now, out presented);
}
