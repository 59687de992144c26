using System.Globalization;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin.Pages;

/// <summary>What all pages have in common. They need no scripts and have none.</summary>
internal static class PageLayout
{
    /// <param name="title">Of the window.</param>
    /// <param name="session">Whose page it is; null for one that anybody may see.</param>
    /// <param name="content">The main part.</param>
    public static string Render(string title, BrowserSession? session, Html content) => Html.Of(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · TenantGateway</title>
        <link rel="stylesheet" href="{PageStyle.Path}">
        </head>
        <body>
        <a class="skip" href="#main">To the content</a>
        <header><div><a href="/">TenantGateway</a>{SignOut(session)}</div></header>
        <main id="main">
        {content}
        </main>
        </body>
        </html>

        """).ToString();

    /// <summary>The field that shows that a form was made for this session.</summary>
    public static Html AntiForgery(BrowserSession session) => Html.Of($"<input type=\"hidden\" name=\"{BrowserSession.FormField}\" value=\"{session.AntiForgery}\">");

    public static Html Time(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return Html.Of($"<time datetime=\"{utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\">{utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC</time>");
    }

    private static Html SignOut(BrowserSession? session) => session is null
        ? Html.Nothing
        : Html.Of($"<form method=\"post\" action=\"{LoginPaths.Logout}\">{AntiForgery(session)}<button class=\"plain\">Sign out</button></form>");
}
