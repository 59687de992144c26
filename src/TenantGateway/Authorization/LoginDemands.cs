using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>Lets whoever comes later ask more of a login that was admitted.</summary>
internal sealed class LoginDemands(LoginAges ages, IOptions<AuthorizationOptions> options, TimeProvider clock)
{
    public ILoginDemand Of(Actor actor) => new LoginDemand(actor, clock.GetUtcNow(), TimeSpan.FromSeconds(options.Value.ClockSkewSeconds), ages, options.Value.AcrValues);
}
