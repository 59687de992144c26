using TenantGateway.Core.Protection.Policies.Documents;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Reads what belongs to routes whose callers have no token, and refuses there whatever would tell such a caller something or names somebody who cannot call.</summary>
internal sealed class OpenRouteResolver(ProblemLog log, PolicyDocument document)
{
    private const int DefaultToleranceSeconds = 300;
    private const int DefaultRememberDays = 3;

    private static readonly JsonLocation Root = JsonLocation.Root;
    private static readonly JsonLocation Access = Root.Member("access");

    /// <returns>How senders sign; null where nobody does, or it cannot be told.</returns>
    public SignatureRule? Resolve()
    {
        if (document.Callers is not { } callers) return null;
        if (callers.WithoutToken() is null)
        {
            RefuseWithTokens();
            return null;
        }

        if (document.MaxBodyBytes is null && !log.Names(Root.Member("maxBodyBytes"))) log.Report(Root.Member("maxBodyBytes"), "The property is missing.", "Add it: whoever has no token may send no more than the policy says.");
        CheckOperations();
        CheckAccess(document.Access ?? new AccessDocument());
        CheckOpaque(callers);
        if (callers == PolicyCallers.Signature) return ReadSignature();
        if (document.Signature is not null) log.Report(Root.Member("signature"), "Anonymous callers sign nothing.", "Remove the property, or write \"callers\": \"signature\".");
        return null;
    }

    private void RefuseWithTokens()
    {
        foreach (var (name, isThere) in new[] { ("signature", document.Signature is not null), ("maxBodyBytes", document.MaxBodyBytes is not null) })
        {
            if (isThere) log.Report(Root.Member(name), "The property belongs to routes whose callers have no token.", "Remove it, or write \"callers\": \"signature\" or \"anonymous\".");
        }
    }

    private void CheckOperations()
    {
        if (document.Request is PlanOperation.Reveal) log.Report(Root.Member("request"), "Nothing is revealed for callers without a token.", "Protect requests (\"request\": \"protect\").");
        if (document.Response is PlanOperation.Protect) log.Report(Root.Member("response"), "Stored tokens are never a caller's.", "Write \"response\": \"reveal\": a caller without a token is shown nothing of a value.");
        if (document.Query is not (null or [])) log.Report(Root.Member("query"), "Callers without a token search by nothing.", "Remove the parameters.");
    }

    private void CheckAccess(AccessDocument access)
    {
        RefuseRules("reveal", access.Reveal, "Nothing is revealed to callers without a token.");
        RefuseRules("search", access.Search, "Callers without a token search by nothing.");
        RefuseRules("deny", access.Deny, "No caller has a token, so none has what the rule names.");
        RefuseRules("purposes", access.Purposes, "No caller has a token, so nobody could state the purpose.");
        for (var i = 0; i < access.Write?.Length; i++)
        {
            if (access.Write[i] is { } rule && !(rule is { Roles: [], Scopes: [], Services: [], AlsoScopes: [], Purposes: [], MaxLoginAgeSeconds: null, StepUp: false }))
            {
                log.Report(Access.Member("write").Element(i), "No caller has a token, so none meets the conditions of the rule.", "Name nothing but classes: the rule then covers whoever the route takes.");
            }
        }
    }

    private void RefuseRules<TDocument>(string list, TDocument?[]? rules, string problem)
    {
        if (rules?.Length > 0) log.Report(Access.Member(list), problem, "Remove the property.");
    }

    private void CheckOpaque(PolicyCallers callers)
    {
        for (var i = 0; i < document.Opaque?.Length; i++)
        {
            if (document.Opaque[i] is not { } opaque) continue;
            var at = Root.Member("opaque").Element(i);
            if (callers == PolicyCallers.Signature) log.Report(at, "What senders sign is read whole before it goes on, and what they are answered is inspected.", "Remove the entry.");
            else if (opaque.Type == OpaqueRule.WebSocket || opaque.Direction is not (null or OpaqueDirection.Response)) log.Report(at, "What callers without a token send is always inspected.", "Write \"direction\": \"response\", or remove the entry.");
        }
    }

    private SignatureRule? ReadSignature()
    {
        var at = Root.Member("signature");
        if (document.Signature is not { } signature)
        {
            if (!log.Names(at)) log.Report(at, "The property is missing.", "Name the webhook and how it signs.");
            return null;
        }

        var isBody = signature.Scheme == SignatureScheme.Body;
        CheckHeader(signature, at.Member("header"));
        if (isBody && signature.ToleranceSeconds is not null) log.Report(at.Member("toleranceSeconds"), "A signature over the body alone has no time.", "Remove the property.");
        if (isBody && signature.RememberDays is null && !log.Names(at.Member("rememberDays"))) log.Report(at.Member("rememberDays"), "The property is missing.", "Say for how long a body is taken once: afterwards whoever has kept it can send it again.");
        if (signature is not { Webhook: { } webhook, Scheme: { } scheme, Header: { } header }) return null;
        return new SignatureRule(
            webhook, scheme, header, TimeSpan.FromSeconds(signature.ToleranceSeconds ?? DefaultToleranceSeconds), TimeSpan.FromDays(signature.RememberDays ?? DefaultRememberDays));
    }

    private void CheckHeader(SignatureDocument signature, JsonLocation at)
    {
        if (signature.Scheme is not { } scheme || log.Names(at)) return;
        if (scheme == SignatureScheme.Standard && signature.Header is not "") log.Report(at, "Standard Webhooks names its headers itself.", "Remove the property.");
        if (scheme != SignatureScheme.Standard && signature.Header is "") log.Report(at, "The property is missing.", "Name the header with the signature, such as Stripe-Signature or X-Hub-Signature-256.");
        if (signature.Header is { } name && Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)) log.Report(at, "The header has a meaning of its own.", "Name the one that the sender signs in.");
    }

    private static readonly string[] Reserved = ["Authorization", "Cookie", "Host", "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Connection"];
}
