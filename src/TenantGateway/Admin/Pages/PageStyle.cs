namespace TenantGateway.Admin.Pages;

/// <summary>The one style sheet of the pages.</summary>
internal static class PageStyle
{
    public const string Path = "/console.css";

    public const string Css =
        """
        :root { color-scheme: light dark; --ink: #16202b; --quiet: #55636f; --paper: #f4f6f9; --card: #fff; --line: #d4dce5; --accent: #1d5dbf; --on-accent: #fff; --good: #176b3a; --warn: #8a5300; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e7ecf1; --quiet: #9babb8; --paper: #11171d; --card: #1a222b; --line: #35414d; --accent: #82b3fa; --on-accent: #0c1420; --good: #6fd097; --warn: #f2b45a; --bad: #ff8f85; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; color: var(--ink); background: var(--paper); }
        header { background: var(--card); border-bottom: 1px solid var(--line); }
        header > div, main { max-width: 68rem; margin: 0 auto; padding: 1rem 1.5rem; }
        header > div { display: flex; gap: 1rem; align-items: center; justify-content: space-between; flex-wrap: wrap; }
        header a { color: inherit; font-weight: 700; text-decoration: none; letter-spacing: .01em; }
        main { padding-top: 2rem; padding-bottom: 4rem; display: grid; gap: 1.5rem; }
        h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem 1.5rem; overflow-x: auto; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .55rem .75rem .55rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--quiet); font-weight: 600; font-size: .9rem; } tr:last-child td { border-bottom: 0; }
        a { color: var(--accent); } code { font-family: ui-monospace, "SF Mono", Menlo, monospace; font-size: .92em; }
        .quiet { color: var(--quiet); } .state { font-weight: 600; } .active, .done { color: var(--good); } .suspended, .requested, .approved, .running { color: var(--warn); } .terminated, .destroyed, .failed, .denied, .expired { color: var(--bad); }
        form { margin: 0; } .row { display: flex; gap: .75rem; flex-wrap: wrap; align-items: end; } .row > label { flex: 1 1 18rem; }
        label { display: block; font-weight: 600; } input[type=text] { width: 100%; margin-top: .25rem; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .45rem; }
        button, .button { display: inline-block; padding: .6rem 1.1rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .45rem; cursor: pointer; text-decoration: none; }
        button.plain { color: var(--ink); background: none; border-color: var(--line); } button.bad { color: var(--bad); background: none; border-color: var(--bad); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .sheet { max-width: 34rem; margin: 10vh auto 0; }
        .skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: 1rem; }

        """;
}
