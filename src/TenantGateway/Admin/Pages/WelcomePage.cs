using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin.Pages;

/// <summary>What whoever has not logged in sees: nothing but the way in.</summary>
internal static class WelcomePage
{
    public static string Render(bool sessionHasEnded) => PageLayout.Render("Sign in", null, Html.Of(
        $"""
        <section class="sheet">
        <h1>Admin plane</h1>
        {(sessionHasEnded ? Html.Of($"<p role=\"status\">Your session has ended.</p>") : Html.Nothing)}
        <p class="quiet">Sign in with your organization's account and a second factor. What you read and do here is on record.</p>
        <p><a class="button" href="{LoginPaths.Login}">Sign in</a></p>
        </section>
        """));
}
