using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// The version of a set of policies: the first 32 hexadecimal digits (128 bits) of SHA-256 over what they do. Each effect is one line, a
/// JSON array of strings that starts with the policy's name; the lines are sorted and each stands once. So the version does not see file
/// names, layout, the order of anything, or how grants are grouped into rules, and no two sets of effects share their bytes.
/// </summary>
internal static class PolicyDigest
{
    private const int Digits = 32;

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
        .. policy.Fields.Select(field => (string[])[policy.Name, "field", field.Selector.Normalized, field.Class.Value, field.Mode.ToString()]),
        .. policy.Query.Select(query => (string[])[policy.Name, "query", query.Parameter, query.Class.Value]),
        .. policy.Query.Where(query => query.TwoTokens is not null).Select(query => (string[])[policy.Name, "two-tokens", query.Parameter, .. WaysOf(query.TwoTokens)]),
        .. policy.Identifying.Select(fieldClass => (string[])[policy.Name, "identifying", fieldClass.Value]),
        .. policy.Opaque.SelectMany(rule => Directions.Where(direction => rule.Direction.HasFlag(direction))
            .Select(direction => (string[])[policy.Name, "opaque", direction.ToString(), rule.Type])),
        .. policy.Access.Reveal.SelectMany(rule => Grants([policy.Name, "reveal", rule.Form.ToString()], rule.Who)),
        .. policy.Access.Write.SelectMany(rule => Grants([policy.Name, "write"], rule)),
        .. policy.Access.Search.SelectMany(rule => Grants([policy.Name, "search"], rule)),
    ];

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

    /// <summary>A rule covers an actor by any one role or scope and any one class: each pair is an effect of its own.</summary>
    private static IEnumerable<string[]> Grants(string[] start, GrantRule rule) =>
        from fieldClass in rule.Classes
        from holder in rule.Roles.Select(role => (string[])["role", role]).Concat(rule.Scopes.Select(scope => (string[])["scope", scope]))
        select (string[])[.. start, fieldClass.Value, .. holder];
}
