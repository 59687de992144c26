using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin.Pages;

/// <summary>Who I am, what waits for me, and which tenants there are.</summary>
internal static class StartPage
{
    /// <param name="actor">Who.</param>
    /// <param name="session">Their session.</param>
    /// <param name="idle">How long it may be left alone.</param>
    /// <param name="operations">Those that wait for a decision.</param>
    /// <param name="tenants">All of them; null for whoever may not see them.</param>
    public static string Render(Actor actor, BrowserSession session, TimeSpan idle, IReadOnlyList<Operation> operations, IReadOnlyList<Tenant>? tenants) => PageLayout.Render("Start", session, Html.Of(
        $"""
        <h1>Admin plane</h1>
        {Person(actor, session, idle)}
        <section aria-labelledby="waiting"><h2 id="waiting">Waiting for a decision</h2>{Operations(operations)}</section>
        {(tenants is null ? Html.Nothing : Html.Of($"<section aria-labelledby=\"tenants\"><h2 id=\"tenants\">Tenants</h2>{Tenants(tenants)}</section>"))}
        """));

    private static Html Person(Actor actor, BrowserSession session, TimeSpan idle) => Html.Of(
        $"""
        <section aria-labelledby="person"><h2 id="person">You</h2>
        <dl>
        <dt>On record as</dt><dd><code>{actor.Id.Value}</code></dd>
        <dt>Roles</dt><dd>{(actor.Roles.Count == 0 ? "none" : string.Join(", ", actor.Roles.Order(StringComparer.Ordinal)))}</dd>
        <dt>Signed in with</dt><dd>{EvidenceOf(actor)}</dd>
        <dt>Signed in at</dt><dd>{(actor.AuthenticatedAt is { } at ? PageLayout.Time(at) : Html.Nothing)}</dd>
        <dt>Session ends</dt><dd>{PageLayout.Time(session.ExpiresAt)}, or after {Minutes(idle)} minutes without use</dd>
        </dl>
        <form method="post" action="{LoginPaths.LogoutEverywhere}">{PageLayout.AntiForgery(session)}<p><button class="bad">Sign out everywhere</button> <span class="quiet">ends all your sessions and tokens</span></p></form>
        </section>
        """);

    private static string EvidenceOf(Actor actor) => actor.Evidence switch
    {
        "mfa" => "a second factor",
        { } sso => $"single sign-on ({sso["sso:".Length..]})",
        null => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Minutes(TimeSpan time) => ((int)time.TotalMinutes).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Html Operations(IReadOnlyList<Operation> operations) => operations.Count == 0
        ? Html.Of($"<p class=\"quiet\">Nothing.</p>")
        : Html.Of(
            $"""
            <table><thead><tr><th scope="col">Operation</th><th scope="col">Tenant</th><th scope="col">Requested</th><th scope="col">Until</th></tr></thead><tbody>
            {operations.Select(operation => Html.Of(
                $"""
                <tr><td><a href="{PageEndpoints.AddressOf(operation)}">{operation.Kind}</a></td><td>{operation.Tenant.Value}</td><td>{PageLayout.Time(operation.RequestedAt)} by <code>{operation.RequestedBy.Value}</code></td><td>{PageLayout.Time(operation.ExpiresAt)}</td></tr>

                """))}
            </tbody></table>
            """);

    private static Html Tenants(IReadOnlyList<Tenant> tenants) => tenants.Count == 0
        ? Html.Of($"<p class=\"quiet\">None.</p>")
        : Html.Of(
            $"""
            <table><thead><tr><th scope="col">Id</th><th scope="col">Name</th><th scope="col">State</th><th scope="col">Since</th></tr></thead><tbody>
            {tenants.Select(tenant => Html.Of(
                $"""
                <tr><td><code>{tenant.Id.Value}</code></td><td>{tenant.DisplayName}</td><td><span class="state {TenantItem.NameOf(tenant.State)}">{TenantItem.NameOf(tenant.State)}</span></td><td>{PageLayout.Time(tenant.CreatedAt)}</td></tr>

                """))}
            </tbody></table>
            """);
}
