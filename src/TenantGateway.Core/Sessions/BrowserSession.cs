namespace TenantGateway.Core.Sessions;

/// <summary>
/// The session of a person at a browser: set as a feature of the request once its cookie, its age and where the request comes from have been accepted. It says that
/// the login came by a cookie; who it is says the verified token beside it, as for every other request.
/// </summary>
public sealed record BrowserSession
{
    /// <summary>The field by which a form shows that a page of this gateway made it.</summary>
    public const string FormField = "anti-forgery";

    /// <summary>The header by which a script does.</summary>
    public const string Header = "X-Anti-Forgery";

    /// <summary>What <see cref="FormField"/> and <see cref="Header"/> hold; good for this session alone.</summary>
    public required string AntiForgery { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The session ends then, however much it is used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
