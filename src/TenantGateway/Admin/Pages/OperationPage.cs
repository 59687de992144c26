using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin.Pages;

/// <summary>An operation with exactly what it will do, and the decision about it: what is shown is what the form approves.</summary>
internal static class OperationPage
{
    public const string HashField = "hash";
    public const string ReasonField = "reason";

    public static string Render(Actor actor, BrowserSession session, Operation operation) => PageLayout.Render(operation.Kind, session, Html.Of(
        $"""
        <h1>{operation.Kind} <span class="quiet">of {operation.Tenant.Value}</span></h1>
        <section aria-labelledby="effects"><h2 id="effects">What will be done</h2><ul>{operation.Effects.Select(effect => Html.Of($"<li>{effect}</li>"))}</ul></section>
        <section aria-labelledby="facts"><h2 id="facts">Operation</h2>
        <dl>
        <dt>Id</dt><dd><code>{operation.Id}</code></dd>
        <dt>State</dt><dd><span class="state {OperationStates.NameOf(operation.State)}">{OperationStates.NameOf(operation.State)}</span>{(operation.Outcome is { } outcome ? $" ({outcome})" : "")}</dd>
        {operation.Parameters.Select(parameter => Html.Of($"<dt>{parameter.Key}</dt><dd>{parameter.Value}</dd>"))}
        <dt>Reason</dt><dd>{operation.Reason}</dd>
        <dt>Requested</dt><dd>{PageLayout.Time(operation.RequestedAt)} by <code>{operation.RequestedBy.Value}</code>{(operation.RequestedBy == actor.Id ? ", you" : "")}</dd>
        {Decided(operation)}
        <dt>Until</dt><dd>{PageLayout.Time(operation.ExpiresAt)}</dd>
        <dt>Hash</dt><dd><code>{OperationHash.ToText(operation.Hash.Span)}</code></dd>
        </dl></section>
        {(operation.State == OperationState.Requested ? Decision(actor, session, operation) : Html.Nothing)}
        """));

    private static Html Decided(Operation operation) => operation is { DecidedBy: { } by, DecidedAt: { } at }
        ? Html.Of($"<dt>Decided</dt><dd>{PageLayout.Time(at)} by <code>{by.Value}</code></dd>")
        : Html.Nothing;

    private static Html Decision(Actor actor, BrowserSession session, Operation operation) => Html.Of(
        $"""
        <section aria-labelledby="decision"><h2 id="decision">Your decision</h2>
        {(operation.RequestedBy == actor.Id ? Html.Of($"<p class=\"quiet\">You requested this: another person approves it. You may withdraw it.</p>") : Form(session, operation, "approve", "Approve", "", "Why you approve it"))}
        {Form(session, operation, "deny", "Deny", "bad", "Why not")}
        </section>
        """);

    private static Html Form(BrowserSession session, Operation operation, string verb, string label, string look, string question) => Html.Of(
        $"""
        <form method="post" action="{PageEndpoints.AddressOf(operation)}/{verb}"><p class="row">
        {PageLayout.AntiForgery(session)}<input type="hidden" name="{HashField}" value="{OperationHash.ToText(operation.Hash.Span)}">
        <label>{question}<input type="text" name="{ReasonField}" required maxlength="500" autocomplete="off"></label>
        <button class="{look}">{label}</button>
        </p></form>
        """);
}
