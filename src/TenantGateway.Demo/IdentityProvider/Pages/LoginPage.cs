using System.Globalization;
using System.Text.Encodings.Web;

namespace TenantGateway.Demo.IdentityProvider.Pages;

/// <summary>The provider's pages as HTML: no scripts, every value encoded, one style sheet beside them.</summary>
internal static class LoginPage
{
    public const string StylePath = "/demo/style.css";

    public const string Style =
        """
        :root { color-scheme: light dark; --ink: #1c2733; --paper: #f3f5f8; --card: #ffffff; --line: #ccd5df; --accent: #1f5fbf; --bad: #b3261e; --quiet: #56646f; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --paper: #12181f; --card: #1b232c; --line: #37434f; --accent: #7fb0f7; --bad: #ff8a80; --quiet: #9aa8b4; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
        h1 { margin: 0 0 .25rem; font-size: 1.4rem; }
        p { margin: .25rem 0 1rem; } .quiet { color: var(--quiet); font-size: .9rem; } .bad { color: var(--bad); }
        label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
        input, select { width: 100%; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; }
        button { width: 100%; margin-top: 1.5rem; padding: .7rem; font: inherit; font-weight: 600; color: var(--card); background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        code { font-size: .95em; }

        """;

    /// <summary>Who are you, and the password.</summary>
    /// <param name="action">Where the form goes.</param>
    /// <param name="id">The login under way.</param>
    /// <param name="organization">Whose members may log in; null where the page asks.</param>
    /// <param name="organizations">All there are.</param>
    /// <param name="users">The accounts that could be meant.</param>
    /// <param name="problem">What was wrong with the last try, or null.</param>
    public static string Password(string action, string id, string? organization, IEnumerable<string> organizations, IEnumerable<string> users, string? problem)
    {
        var choice = organization is null
            ? $"<label for=\"organization\">Organization</label><select id=\"organization\" name=\"organization\">{string.Concat(organizations.Select(name => $"<option>{Encode(name)}</option>"))}</select>"
            : "";
        return Document(
            "Log in",
            $"""
            <h1>Log in</h1>
            <p class="quiet">{(organization is null ? "Demo identity provider" : $"Demo identity provider, organization <code>{Encode(organization)}</code>")}</p>
            {Alert(problem)}
            <form method="post" action="{Encode(action)}">
            <input type="hidden" name="id" value="{Encode(id)}">
            {choice}
            <label for="user">Account</label>
            <input id="user" name="user" list="accounts" autocomplete="username" required autofocus>
            <datalist id="accounts">{string.Concat(users.Select(user => $"<option value=\"{Encode(user)}\">"))}</datalist>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required>
            <button>Continue</button>
            </form>
            <p class="quiet">The password of every account is <code>demo</code>.</p>
            """);
    }

    /// <summary>The code of the authenticator.</summary>
    public static string Code(string action, string id, string user, string help, string? problem) => Document(
        "Second factor",
        $"""
        <h1>Second factor</h1>
        <p class="quiet">Enter the six digits that the authenticator of <code>{Encode(user)}</code> shows.</p>
        {Alert(problem)}
        <form method="post" action="{Encode(action)}">
        <input type="hidden" name="id" value="{Encode(id)}">
        <label for="code">Code</label>
        <input id="code" name="code" inputmode="numeric" pattern="[0-9]*" maxlength="6" autocomplete="one-time-code" required autofocus>
        <button>Log in</button>
        </form>
        <p class="quiet">No authenticator? <a href="{Encode(help)}" target="_blank" rel="noopener">The demo shows the secret and the code.</a></p>
        """);

    /// <summary>Whether to log out, where nobody has proved that the person wants it.</summary>
    /// <param name="action">Where the form goes.</param>
    /// <param name="user">Who is logged in.</param>
    /// <param name="parameters">The request, to be repeated.</param>
    public static string Logout(string action, string user, IEnumerable<KeyValuePair<string, string>> parameters) => Document(
        "Log out",
        $"""
        <h1>Log out?</h1>
        <p class="quiet">You are logged in as <code>{Encode(user)}</code>.</p>
        <form method="post" action="{Encode(action)}">
        {string.Concat(parameters.Select(parameter => $"<input type=\"hidden\" name=\"{Encode(parameter.Key)}\" value=\"{Encode(parameter.Value)}\">"))}
        <button>Log out</button>
        </form>
        """);

    /// <summary>What to type into an authenticator, and what it would show.</summary>
    public static string Authenticator(string user, string secret, string address, string code, int secondsLeft) => Document(
        "Authenticator",
        string.Create(CultureInfo.InvariantCulture, $"""
        <h1>Authenticator</h1>
        <p class="quiet">of <code>{Encode(user)}</code>. Only a demo shows this.</p>
        <p>Code now: <strong><code id="code">{Encode(code)}</code></strong>, for {secondsLeft} s</p>
        <p>Secret: <code>{Encode(secret)}</code></p>
        <p class="quiet"><code>{Encode(address)}</code></p>
        """));

    /// <summary>Something that ended.</summary>
    public static string Message(string title, string text) => Document(title, $"<h1>{Encode(title)}</h1><p>{Encode(text)}</p>");

    private static string Alert(string? problem) => problem is null ? "" : $"<p class=\"bad\" role=\"alert\">{Encode(problem)}</p>";

    private static string Document(string title, string body) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Encode(title)}</title><link rel="stylesheet" href="{StylePath}"></head>
        <body><main>
        {body}
        </main></body>
        </html>

        """;

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
