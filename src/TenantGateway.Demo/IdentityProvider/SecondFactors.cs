using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// Codes from an authenticator (TOTP, RFC 6238): SHA-1, six digits, 30 seconds. A code counts once (section 5.2) and for its own step and the two beside it; five
/// wrong ones in a row lock the account's second factor for five minutes.
/// </summary>
/// <param name="seed">What the accounts' secrets are derived from, so that they stay over a restart.</param>
/// <param name="clock">Tells the step.</param>
internal sealed class SecondFactors(byte[] seed, TimeProvider clock)
{
    public const int MostFailures = 5;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);

    private const int SecretBytes = 20;

    private readonly ConcurrentDictionary<DemoAccount, Tally> _tallies = new();

    /// <summary>The account's secret as an authenticator takes it, in base32.</summary>
    public string SecretOf(DemoAccount account) => Base32Encoding.ToString(BytesOf(account));

    /// <summary>What an authenticator shows now.</summary>
    public (string Code, int SecondsLeft) CodeOf(DemoAccount account)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var totp = new Totp(BytesOf(account));
        return (totp.ComputeTotp(now), totp.RemainingSeconds(now));
    }

    public SecondFactorOutcome Verify(DemoAccount account, string? code)
    {
        var tally = _tallies.GetOrAdd(account, _ => new Tally());
        lock (tally)
        {
            var now = clock.GetUtcNow();
            if (now < tally.LockedUntil)
                return SecondFactorOutcome.Locked;
            var isRight = new Totp(BytesOf(account)).VerifyTotp(now.UtcDateTime, code ?? "", out var step, new VerificationWindow(previous: 1, future: 1));
            if (isRight && step > tally.LastStep)
            {
                (tally.LastStep, tally.Failures) = (step, 0);
                return SecondFactorOutcome.Accepted;
            }

            if (++tally.Failures < MostFailures)
                return SecondFactorOutcome.Wrong;
            (tally.Failures, tally.LockedUntil) = (0, now + LockedFor);
            return SecondFactorOutcome.Locked;
        }
    }

    private byte[] BytesOf(DemoAccount account) => HKDF.DeriveKey(HashAlgorithmName.SHA256, seed, SecretBytes, info: Encoding.UTF8.GetBytes("totp\n" + account.Subject));

    private sealed class Tally
    {
        public long LastStep { get; set; }

        public int Failures { get; set; }

        public DateTimeOffset LockedUntil { get; set; }
    }
}

internal enum SecondFactorOutcome
{
    Accepted,

    /// <summary>Not the code, or one that was used before.</summary>
    Wrong,

    /// <summary>Too many wrong ones: wait.</summary>
    Locked,
}
