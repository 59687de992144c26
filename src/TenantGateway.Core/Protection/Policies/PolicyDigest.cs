using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// The version of a set of policies: the first 32 hexadecimal digits (128 bits) of SHA-256 over what they do. Each effect is one line, a
/// JSON array of strings that starts with the policy's name; the lines are sorted and each stands once. So the version does not see file
/// names, layout, the order of anything, or how grants are grouped into rules, and no two sets of effects share their bytes.
/// </summary>
internal static class PolicyDigest
{
    private const int Digits = 32;

    private static readonly AccessRights[] Rights = [AccessRights.Reveal, AccessRights.Write, AccessRights.Search];

    private static readonly OpaqueDirection[] Directions = [OpaqueDirection.Request, OpaqueDirection.Response];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IEnumerable<Policy> policies)
    {
        var lines = new SortedSet<string>(policies.SelectMany(Effects).Select(effect => JsonSerializer.Serialize(effect, Unescaped)), StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..Digits];
    }

    private static IEnumerable<string[]> Effects(Policy policy) =>
    [
        [policy.Name, "plan", policy.Request.ToString(), policy.Response.ToString()],
        .. policy.Mode == PolicyMode.Protect ? (string[][])[] : [[policy.Name, "mode", policy.Mode.ToString()]],
        .. policy.Callers == PolicyCallers.People ? (string[][])[] : [[policy.Name, "callers", policy.Callers.ToString()]],
        .. policy.MaxBodyBytes is { } bytes ? (string[][])[[policy.Name, "max-body", Text(bytes)]] : [],
        .. policy.Signature is { } signature ? (string[][])[[policy.Name, "signature", .. SignatureEffect(signature)]] : [],
        .. policy.Fields.Select(field => (string[])[policy.Name, "field", field.Selector.Normalized, field.Class.Value, field.Mode.ToString(), .. ShapeOf(field.Shape)]),
        .. policy.Caching == AnswerCaching.None ? (string[][])[] : [[policy.Name, "caching", policy.Caching.ToString()]],
        .. policy.Classes.SelectMany(rule => ClassEffects(policy.Name, rule)),
        .. policy.Texts.Select(path => (string[])[policy.Name, "text", path.Normalized]),
        .. Unlisted(policy),
        .. policy.Embedded.Select(path => (string[])[policy.Name, "embedded", path.Normalized]),
        .. policy.Form.Select(field => (string[])[policy.Name, "form", field.Field, field.Class.Value, field.Mode.ToString(), .. ShapeOf(field.Shape)]),
        .. policy.Files.Select(type => (string[])[policy.Name, "file", type]),
        .. policy.Streams.Select(kind => (string[])[policy.Name, "stream", kind.ToString()]),
        .. policy.Query.Select(query => (string[])[policy.Name, "query", query.Parameter, query.Class.Value]),
        .. policy.Query.Where(query => query.TwoTokens is not null).Select(query => (string[])[policy.Name, "two-tokens", query.Parameter, .. WaysOf(query.TwoTokens)]),
        .. ValuesOutsideOfBodies(policy),
        .. policy.Identifying.Select(fieldClass => (string[])[policy.Name, "identifying", fieldClass.Value]),
        .. policy.Opaque.SelectMany(rule => Directions.Where(direction => rule.Direction.HasFlag(direction))
            .Select(direction => (string[])[policy.Name, "opaque", direction.ToString(), rule.Type])),
        .. policy.Access.Purposes.SelectMany(purpose => PurposeEffects(policy.Name, purpose)),
        .. policy.Access.Limits.SelectMany(rule => Limits(policy.Name, rule)),
        .. policy.Access.Deny.SelectMany(rule => Denials(policy.Name, rule)),
        .. policy.Access.Reveal.SelectMany(rule => Grants([policy.Name, "reveal", rule.Form.ToString()], rule.Who)),
        .. policy.Access.Write.SelectMany(rule => Grants([policy.Name, "write"], rule)),
        .. policy.Access.Search.SelectMany(rule => Grants([policy.Name, "search"], rule)),
    ];

    private static string[] ShapeOf(ShapeRule? shape) => shape is null ? [] : [shape.Shape.ToString(), shape.Unfit.ToString()];

    private static IEnumerable<string[]> ClassEffects(string policy, ClassRule rule) =>
    [
        .. rule.IsForbidden ? (string[][])[[policy, "forbidden", rule.Class.Value]] : [],
        .. rule.Type is { } type ? (string[][])[[policy, "type", rule.Class.Value, type.ToString()]] : [],
        .. rule.Canonical.IsEmpty ? [] : (string[][])[[policy, "canonical", rule.Class.Value, .. rule.Canonical.Select(step => step.ToString())]],
    ];

    private static IEnumerable<string[]> Unlisted(Policy policy) =>
    [
        .. policy.Unlisted == UnlistedHandling.Pass ? (string[][])[] : [[policy.Name, "unlisted", policy.Unlisted.ToString()]],
        .. policy.Recognition is { } recognition ? (string[][])[[policy.Name, "found", recognition.Found.ToString(), .. Sorted(recognition.Kinds.Select(kind => kind.ToString()))]] : [],
        .. policy.Recognition?.Recognizer is { } recognizer ? recognizer.Entities.Select(entity => (string[])[policy.Name, "recognizer", recognizer.Name, recognizer.Language, Text(recognizer.MinScore), entity.Entity, entity.Class.Value]) : [],
        .. policy.Plain.Paths.Select(path => (string[])[policy.Name, "plain", path.Normalized]),
        .. policy.Plain.Parameters.Select(name => (string[])[policy.Name, "plain-parameter", name]),
        .. policy.Plain.Fields.Select(name => (string[])[policy.Name, "plain-field", name]),
    ];

    private static IEnumerable<string[]> ValuesOutsideOfBodies(Policy policy) =>
    [
        .. policy.Path.Select(path => (string[])[policy.Name, "path", path.Template.Normalized, path.Class.Value, .. WaysOf(path.TwoTokens)]),
        .. policy.Headers.Select(header => (string[])[policy.Name, "header", header.Name.ToLowerInvariant(), header.Class.Value, header.Mode.ToString(), header.Use.ToString(), header.Encoding.ToString(), .. WaysOf(header.TwoTokens)]),
        .. policy.Cookies.Select(cookie => (string[])[policy.Name, "cookie", cookie.Name, cookie.Class.Value, cookie.Mode.ToString(), cookie.Encoding.ToString()]),
    ];

    private static string[] SignatureEffect(SignatureRule rule) =>
        [rule.Webhook, rule.Scheme.ToString(), rule.Header.ToLowerInvariant(), Text((long)rule.Tolerance.TotalSeconds), Text((long)rule.Memory.TotalSeconds)];

    // Each list with its length in front, so that no two rules share a line.
    private static string[] WaysOf(TwoTokens? how) => how switch
    {
        { FanOut: { } rule } =>
        [
            how.Way.ToString(), rule.Items?.Normalized ?? "$", rule.Id.Normalized,
            .. Sorted(rule.Counts.Select(count => count.Normalized)), .. Sorted(rule.Beside),
        ],
        { Way: TwoTokensWay.List } => [how.Way.ToString(), how.Separator.ToString()],
        _ => [$"{how?.Way}"],
    };

    private static string[] Sorted(IEnumerable<string> texts)
    {
        string[] sorted = [.. texts.Distinct().Order(StringComparer.Ordinal)];
        return [sorted.Length.ToString(CultureInfo.InvariantCulture), .. sorted];
    }

    /// <summary>
    /// A rule covers an actor by any one role, scope or service, for any one of its purposes, and any one class: each combination is an effect of its own. What
    /// must hold besides ends the line; a rule without conditions has none of that.
    /// </summary>
    private static IEnumerable<string[]> Grants(string[] start, GrantRule rule) =>
        from fieldClass in rule.Classes
        from holder in Holders(rule)
        from purpose in PurposesOf(rule)
        select (string[])[.. start, fieldClass.Value, .. holder, .. purpose, .. Conditions(rule)];

    private static IEnumerable<string[]> Denials(string policy, DenyRule rule) =>
        from right in Rights.Where(right => rule.Rights.HasFlag(right))
        from fieldClass in rule.Who.Classes
        from holder in HoldersOrAll(rule.Who)
        from purpose in PurposesOf(rule.Who)
        select (string[])[policy, "deny", right.ToString(), fieldClass.Value, .. holder, .. purpose];

    private static IEnumerable<string[]> Limits(string policy, LimitRule rule) =>
        from fieldClass in rule.Classes
        from limit in new[] { ("search", rule.Searches), ("write", rule.Writes) }
        where limit.Item2 is not null
        select (string[])[policy, "limit", fieldClass.Value, limit.Item1, Text(limit.Item2 ?? 0), Text((long)rule.Window.TotalSeconds)];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> PurposeEffects(string policy, PurposeRule rule) =>
        from holder in HoldersOrAll(rule.Who)
        from client in rule.Clients.IsEmpty ? [[]] : rule.Clients.Select(client => (string[])["client", client])
        select (string[])[policy, "purpose", rule.Name, .. holder, .. client];

    private static IEnumerable<string[]> Holders(GrantRule rule) =>
        rule.Roles.Select(role => (string[])["role", role])
            .Concat(rule.Scopes.Select(scope => (string[])["scope", scope]))
            .Concat(rule.Services.Select(service => (string[])["service", service]))
            .Concat(rule.OpenTo is { } kind ? [["open", kind.Word()]] : []);

    private static IEnumerable<string[]> HoldersOrAll(GrantRule rule) => rule.IsForEverybody ? [["everybody", ""]] : Holders(rule);

    private static IEnumerable<string[]> PurposesOf(GrantRule rule) => rule.Purposes.IsEmpty ? [[]] : rule.Purposes.Select(purpose => (string[])["for", purpose]);

    private static string[] Conditions(GrantRule rule) =>
    [
        .. rule.AlsoScopes.IsEmpty ? (string[])[] : ["with", .. Sorted(rule.AlsoScopes)],
        .. rule.MaxLoginAge is { } age ? (string[])["login", Text((long)age.TotalSeconds), rule.StepUp ? "told" : "untold"] : [],
    ];
}
