using System.Diagnostics;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>How many seconds a login lasts for what, by the settings.</summary>
internal sealed class LoginAges(IOptions<AuthorizationOptions> options)
{
    public TimeSpan Of(LoginAge age) => TimeSpan.FromSeconds(age switch
    {
        LoginAge.Reading => options.Value.MaxAgeSeconds,
        LoginAge.Change => options.Value.AdminChangeMaxAgeSeconds,
        LoginAge.Disclosure => options.Value.DisclosureMaxAgeSeconds,
        _ => throw new UnreachableException(),
    });

    /// <summary>An age that is named in minutes, which the setting of what comes next above it can only make shorter.</summary>
    public TimeSpan AtMost(TimeSpan age)
    {
        var limit = Of(age <= TimeSpan.FromMinutes(5) ? LoginAge.Disclosure : age <= TimeSpan.FromMinutes(15) ? LoginAge.Change : LoginAge.Reading);
        return age < limit ? age : limit;
    }
}
