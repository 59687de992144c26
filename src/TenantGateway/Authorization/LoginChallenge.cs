using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>Tells clients of a fresher login in the words of this deployment.</summary>
internal sealed class LoginChallenge(IOptions<AuthorizationOptions> options) : ILoginChallenge
{
    private readonly string _acrValues = options.Value.AcrValues;

    public string Value(TimeSpan maxAge) => StepUpChallenge.TooOld(_acrValues, maxAge).Headers[0].Value;

    public Refusal Refuse(TimeSpan maxAge, string? location) => StepUpChallenge.TooOld(_acrValues, maxAge) with { Location = location };
}
