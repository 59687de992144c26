using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

/// <summary>
/// A policy file as it is written: the one source of the names, choices, patterns and defaults that the reader accepts and the published
/// schema lists. A property that was written but is wrong is null; one that was not written has its default.
/// </summary>
[Description("What a route does with the personal data in its traffic. Fields that no policy names pass unprotected, unless it enforces.")]
internal sealed record PolicyDocument
{
    [JsonPropertyName("$schema")]
    [Description("Where an editor finds this schema; the gateway does not read it.")]
    public string? Schema { get; init; }

    [JsonRequired]
    [Description("The name by which a route's metadata refers to the policy.")]
    [RegularExpression("^[a-z0-9-]{1,64}$", ErrorMessage = "Use 1 to 64 characters of a-z, 0-9 and hyphen.")]
    public string? Name { get; init; }

    [Description("For people; has no effect.")]
    public string? Description { get; init; }

    [Description("What is done to the fields of requests: protect before a service of one's own, reveal before a service of others.")]
    public PlanOperation? Request { get; init; } = PlanOperation.Protect;

    [Description("What is done to the fields of responses: the reverse.")]
    public PlanOperation? Response { get; init; } = PlanOperation.Reveal;

    [Description("What is done about what is found. protect: what the rules say; values that none of them names pass. enforce: the same, and values that none of them names are looked through or refused. observe: bodies and queries pass as they are, and what would have become of them is counted.")]
    public PolicyMode? Mode { get; init; } = PolicyMode.Protect;

    [Description("Who may call: people who have logged in, registered services, or both; or callers without a token: signature for senders that sign what they send, anonymous for anybody. What the rules under access give them is another matter.")]
    public PolicyCallers? Callers { get; init; } = PolicyCallers.People;

    [Description("How senders without a token prove themselves. Needed with \"callers\": \"signature\", and refused without.")]
    public SignatureDocument? Signature { get; init; } = null;

    [Description("The longest body in bytes. Needed where callers have no token, and refused where they have one.")]
    [Range(1, 1_048_576)]
    public int? MaxBodyBytes { get; init; } = null;

    [MinLength(1)]
    [Description("Where personal data stands in JSON bodies. Needed, unless there is a form or something is opaque.")]
    public FieldDocument?[]? Fields { get; init; } = [];

    [Description("Paths of strings that hold a JSON document, such as the arguments of a call: paths of fields go on inside.")]
    public OneOrMany? Embedded { get; init; } = OneOrMany.None;

    [MinLength(1)]
    [Description("Where personal data stands in forms. With it, or with files, the route takes forms.")]
    public FormDocument?[]? Form { get; init; } = [];

    [MinLength(1)]
    [Description("Media types of files in multipart/form-data: they pass uninspected, byte for byte. Others are refused.")]
    [RegularExpression(Patterns.Opaque, ErrorMessage = Patterns.OpaqueRemedy)]
    public string?[]? Files { get; init; } = [];

    [MinLength(1)]
    [Description("Streams of JSON documents, each of which is inspected by itself: lines (application/x-ndjson and its like) in both directions, events (text/event-stream) in answers.")]
    public StreamKind?[]? Streams { get; init; } = [];

    [MinLength(1)]
    [Description("What holds for all values of a class: forbidden, of a type, evened out.")]
    public ClassDocument?[]? Classes { get; init; } = [];

    [Description("Paths of strings that are prose, such as $.choices[*].message.content: tokens inside them are replaced where they stand, also within a sentence. Where a field covers the same string, the field decides.")]
    public OneOrMany? Texts { get; init; } = OneOrMany.None;

    [Description("What becomes of values that no rule names: pass, scan (they are looked through for personal data) or refuse. Default: scan with \"mode\": \"enforce\", which takes scan and refuse; pass with protect, which takes nothing else. With observe each of them may stand, so that it can be tried.")]
    public UnlistedHandling? Unlisted { get; init; } = null;

    [Description("What no rule names and holds no personal data: it passes where unlisted values are looked through or refused.")]
    public PlainDocument? Plain { get; init; } = null;

    [Description("What is looked for in texts, and in unlisted values where these are looked through. Without it all kinds are looked for in unlisted values and in texts where unlisted is scan, and nothing elsewhere.")]
    public RecognitionDocument? Recognition { get; init; } = null;

    [Description("Query parameters that search by personal data.")]
    public QueryDocument?[]? Query { get; init; } = [];

    [MinLength(1)]
    [Description("Segments of the path that search by personal data.")]
    public PathDocument?[]? Path { get; init; } = [];

    [MinLength(1)]
    [Description("Headers of requests that hold personal data: services get them with tokens, and no others beside those that every service gets.")]
    public HeaderDocument?[]? Headers { get; init; } = [];

    [MinLength(1)]
    [Description("Cookies that hold personal data: services get them with tokens, and no others.")]
    public CookieDocument?[]? Cookies { get; init; } = [];

    [Description("Which answers caches may keep. none: none, whatever the service says. opaque: those that pass uninspected, as the service says; all others none.")]
    public AnswerCaching? Caching { get; init; } = AnswerCaching.None;

    [Description("Who may see, write and search which class. What no rule grants is not granted.")]
    public AccessDocument? Access { get; init; } = new();

    [MinLength(1)]
    [Description("Classes whose values say whose data it is, such as email: the audit trail names people by them, under pseudonyms.")]
    [RegularExpression(Patterns.Class, ErrorMessage = Patterns.ClassRemedy)]
    public string?[]? Identifying { get; init; } = [];

    [MinLength(1)]
    [Description("What passes uninspected and unprotected, byte for byte. Whatever is neither inspected nor named here is refused.")]
    [RegularExpression(Patterns.Opaque, ErrorMessage = Patterns.OpaqueRemedy)]
    public OpaqueDocument?[]? Opaque { get; init; } = [];
}
