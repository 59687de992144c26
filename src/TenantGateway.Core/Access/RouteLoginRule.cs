using System.Globalization;

namespace TenantGateway.Core.Access;

/// <summary>What a route asks of a login beyond what traffic needs, as its metadata say.</summary>
/// <param name="MaxAge">The oldest login that does, 1 second to a day; null where the route asks for none in particular.</param>
/// <param name="SecondFactor">Whether single sign-on alone does not do.</param>
public sealed record RouteLoginRule(TimeSpan? MaxAge, bool SecondFactor)
{
    public const string MaxAgeKey = "MaxLoginAgeSeconds";
    public const string SecondFactorKey = "SecondFactor";
    public const int MostSeconds = 86_400;

    /// <summary>Of a route that asks for nothing.</summary>
    public static readonly RouteLoginRule None = new(null, false);

    /// <param name="maxAge">The text of <see cref="MaxAgeKey"/>; null where it is not there.</param>
    /// <param name="secondFactor">The text of <see cref="SecondFactorKey"/>; null where it is not there.</param>
    /// <returns>Null where a text cannot be read: nobody knows then what was meant.</returns>
    public static RouteLoginRule? Read(string? maxAge, string? secondFactor)
    {
        if (maxAge is null && secondFactor is null) return None;
        var isStrong = false;
        if (secondFactor is not null && !bool.TryParse(secondFactor, out isStrong)) return null;
        if (maxAge is null) return new RouteLoginRule(null, isStrong);
        return int.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MostSeconds
            ? new RouteLoginRule(TimeSpan.FromSeconds(seconds), isStrong)
            : null;
    }
}
