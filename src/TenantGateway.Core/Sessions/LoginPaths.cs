namespace TenantGateway.Core.Sessions;

/// <summary>Where people at a browser log in and out on the admin plane.</summary>
public static class LoginPaths
{
    /// <summary>Leads to the identity provider. Takes <see cref="MaxAge"/> and <see cref="Return"/>.</summary>
    public const string Login = "/login";

    /// <summary>Where the identity provider sends the browser back to.</summary>
    public const string Callback = "/login/callback";

    /// <summary>Ends the session here and at the identity provider.</summary>
    public const string Logout = "/logout";

    /// <summary>Ends every session and token of the person.</summary>
    public const string LogoutEverywhere = "/logout/everywhere";

    /// <summary>Parameter: the oldest login that will do, in seconds.</summary>
    public const string MaxAge = "max_age";

    /// <summary>Parameter: the page to come back to.</summary>
    public const string Return = "return";
}
