using System.Globalization;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>A login that the demo pretends has happened: who, how strong, how long ago. Read from parameters, so that tests can shape any token.</summary>
internal sealed record DemoLogin
{
    private const int MaxAgeSeconds = 10 * 365 * 86400;
    private const int MaxLifetimeSeconds = 86400;
    private const int DefaultLifetimeSeconds = 3600;

    /// <summary>The parameters, in the order they are documented: the user is needed, all others have defaults.</summary>
    public static readonly string[] Parameters = ["user", "mfa", "age", "sso", "audience", "lifetime", "sid"];

    public required DemoAccount Account { get; init; }

    /// <summary>Whether a second factor was given. Default false: strength that nobody claimed is not given.</summary>
    public required bool MultiFactor { get; init; }

    /// <summary>Since the login: 0 s to 10 years, default 0.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>1 to 64 characters of <c>[a-z0-9-]</c>; default <see cref="DemoClaims.DatabaseStrategy"/>.</summary>
    public required string ConnectionStrategy { get; init; }

    public required string Audience { get; init; }

    /// <summary>Of the token: 1 s to one day, default one hour.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>The <c>sid</c> of the token: 1 to 64 characters of <c>[A-Za-z0-9_-]</c>; a random one by default. No session stands behind it.</summary>
    public required string Session { get; init; }

    /// <summary>Reads the parameters; the answer is null, or what is wrong with them.</summary>
    public static DemoLoginProblem? Read(Func<string, string?> parameter, out DemoLogin? login)
    {
        login = null;
        if (DemoAccounts.Find(parameter("user")) is not { } account)
            return DemoLoginProblem.UnknownUser;
        if (!TryReadFlag(parameter("mfa"), out var multiFactor))
            return DemoLoginProblem.Invalid("mfa is true or false.");
        if (!TryReadSeconds(parameter("age"), 0, 0, MaxAgeSeconds, out var age))
            return DemoLoginProblem.Invalid("age is the number of seconds since the login, 0 to 315360000.");
        if (!TryReadSeconds(parameter("lifetime"), DefaultLifetimeSeconds, 1, MaxLifetimeSeconds, out var lifetime))
            return DemoLoginProblem.Invalid("lifetime is a number of seconds, 1 to 86400.");
        if (!TryReadStrategy(parameter("sso"), out var strategy))
            return DemoLoginProblem.Invalid("sso is a connection strategy of 1 to 64 characters of [a-z0-9-], such as samlp or oidc.");
        if (!TryReadAudience(parameter("audience"), account, out var audience))
            return DemoLoginProblem.Invalid("audience is data or admin.");

        if (!TryReadSession(parameter("sid"), out var session))
            return DemoLoginProblem.Invalid("sid is 1 to 64 characters of [A-Za-z0-9_-].");

        login = new DemoLogin
        {
            Account = account, MultiFactor = multiFactor, Age = age, ConnectionStrategy = strategy, Audience = audience, Lifetime = lifetime, Session = session,
        };
        return null;
    }

    private static bool TryReadFlag(string? text, out bool flag)
    {
        flag = text == "true";
        return text is null or "true" or "false";
    }

    private static bool TryReadSeconds(string? text, int byDefault, int least, int most, out TimeSpan time)
    {
        var seconds = byDefault;
        var valid = text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
        time = TimeSpan.FromSeconds(seconds);
        return valid && seconds >= least && seconds <= most;
    }

    private static bool TryReadStrategy(string? text, out string strategy)
    {
        strategy = text ?? DemoClaims.DatabaseStrategy;
        return strategy.Length is >= 1 and <= 64 && strategy.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
    }

    private static bool TryReadSession(string? text, out string session)
    {
        session = text ?? RandomName.Create();
        return session.Length is >= 1 and <= 64 && session.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }

    private static bool TryReadAudience(string? text, DemoAccount account, out string audience)
    {
        audience = text switch { "data" => DemoAudiences.DataPlane, "admin" => DemoAudiences.AdminPlane, _ => account.Audience };
        return text is null or "data" or "admin";
    }
}
