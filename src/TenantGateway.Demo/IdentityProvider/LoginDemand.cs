using System.Globalization;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>What an authorization request asks of the login (OpenID Connect Core 1.0 section 3.1.2.1, and Auth0's <c>organization</c>).</summary>
/// <param name="Organization">Whose members may log in; null for anybody's.</param>
/// <param name="SecondFactor">Whether one of the <c>acr_values</c> is a second factor.</param>
/// <param name="Anew">Whether a login of before does not count (<c>prompt=login</c>).</param>
/// <param name="MaxAge">The oldest login that counts (<c>max_age</c>); null for any.</param>
internal sealed record LoginDemand(string? Organization, bool SecondFactor, bool Anew, TimeSpan? MaxAge)
{
    public const string OrganizationParameter = "organization";

    /// <summary>Reads the demand; null where it makes no sense.</summary>
    public static LoginDemand? Read(OpenIddictRequest request)
    {
        var organization = (string?)request.GetParameter(OrganizationParameter);
        if (organization is not null && DemoAccounts.All.All(account => account.Organization != organization))
            return null;
        TimeSpan? maxAge = null;
        if (request.GetParameter(Parameters.MaxAge) is { } age)
        {
            if (!int.TryParse((string?)age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return null;
            maxAge = TimeSpan.FromSeconds(seconds);
        }

        var anew = request.HasPromptValue(PromptValues.Login) || request.HasPromptValue(PromptValues.SelectAccount);
        return new LoginDemand(organization, request.GetAcrValues().Contains(DemoClaims.MultiFactorContext), anew, maxAge);
    }

    public bool IsMetBy(DemoSession session, DateTimeOffset now) =>
        !Anew
        && (Organization is null || session.Account.Organization == Organization)
        && (!SecondFactor || session.MultiFactor)
        // Zero asks for a login now, even within one second.
        && (MaxAge is not { } age || (age > TimeSpan.Zero && now - session.AuthenticatedAt <= age));
}
