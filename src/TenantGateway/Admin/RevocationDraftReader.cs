using System.Globalization;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Admin;

/// <summary>Reads what is to be revoked; collects every problem before it speaks.</summary>
internal sealed class RevocationDraftReader(IssuerRegistry issuers, TimeProvider time)
{
    private const int MaxName = 255;

    private static readonly RevocationKind[] Kinds = [RevocationKind.Token, RevocationKind.Session, RevocationKind.Subject, RevocationKind.Organization, RevocationKind.Issuer];

    /// <summary>How far a moment may lie ahead, for issuers whose clock does.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public RevocationOrder? Read(JsonElement body, out IReadOnlyList<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        problems = found;
        var root = new DefinitionCursor(body, "$", found);
        var members = root.AsObject("issuer", "kind", "name", "before");
        var issuer = ReadIssuer(Required(root, members, "issuer"));
        var kind = ReadKind(Required(root, members, "kind"));
        if (kind is null || issuer is null) return null;
        var name = ReadName(kind.Value, root, members.GetValueOrDefault("name"));
        var before = ReadBefore(kind.Value, members.GetValueOrDefault("before"));
        return found.Count == 0 && name is not null ? new RevocationOrder(kind.Value, issuer, name, before) : null;
    }

    private static DefinitionCursor? Required(DefinitionCursor root, Dictionary<string, DefinitionCursor> members, string name)
    {
        if (members.TryGetValue(name, out var cursor)) return cursor;
        root.Report($"The member {name} is missing.", "Add it.");
        return null;
    }

    private string? ReadIssuer(DefinitionCursor? place)
    {
        if (place?.AsText(2048) is not { } issuer) return null;
        if (issuers.MaxTokenLifetimeOf(issuer) is not null) return issuer;
        place.Report("No such issuer is configured.", "Give the exact iss of its tokens, trailing slash and all.");
        return null;
    }

    private static RevocationKind? ReadKind(DefinitionCursor? place)
    {
        if (place?.AsText(32) is not { } text) return null;
        foreach (var kind in Kinds)
        {
            if (RevocationItem.NameOf(kind) == text) return kind;
        }

        place.Report("There is no such kind.", $"Give one of {string.Join(", ", Kinds.Select(RevocationItem.NameOf))}.");
        return null;
    }

    private static string? ReadName(RevocationKind kind, DefinitionCursor root, DefinitionCursor? place)
    {
        if (kind == RevocationKind.Issuer)
        {
            place?.Report("An issuer as a whole has no name beside itself.", "Leave it out, or name another kind.");
            return place is null ? "" : null;
        }

        if (place is not null) return place.AsText(MaxName);
        root.Report("The member name is missing.", "Give the exact jti, sid, sub or organization.");
        return null;
    }

    private DateTimeOffset? ReadBefore(RevocationKind kind, DefinitionCursor? place)
    {
        if (place is null) return null;
        if (kind is RevocationKind.Token or RevocationKind.Session)
        {
            place.Report("A token or a session ends whenever it began.", "Leave it out.");
            return null;
        }

        if (place.AsText(40) is not { } text) return null;
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at <= time.GetUtcNow() + Ahead)
        {
            return at;
        }

        place.Report("It is no moment up to now.", "Give a moment in RFC 3339, at most five minutes ahead.");
        return null;
    }
}
