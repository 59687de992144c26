using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>What a route does with the personal data in its traffic: resolved, validated and immutable.</summary>
public sealed record Policy
{
    public required string Name { get; init; }

    /// <summary>What is done to the fields of requests: <see cref="PlanOperation.Protect"/> at the ingress, the reverse at the egress.</summary>
    public required PlanOperation Request { get; init; }

    /// <summary>What is done to the fields of responses.</summary>
    public required PlanOperation Response { get; init; }

    public required ImmutableArray<FieldRule> Fields { get; init; }

    public required ImmutableArray<QueryRule> Query { get; init; }

    public required AccessRules Access { get; init; }

    /// <summary>Whether it acts on what it finds. Default: it protects.</summary>
    public PolicyMode Mode { get; init; } = PolicyMode.Protect;

    /// <summary>Who may call. Default: people.</summary>
    public PolicyCallers Callers { get; init; } = PolicyCallers.People;

    /// <summary>How senders without a token prove themselves; null for every other kind of callers.</summary>
    public SignatureRule? Signature { get; init; }

    /// <summary>The longest body that callers without a token may send; null where callers have one.</summary>
    public int? MaxBodyBytes { get; init; }

    /// <summary>The classes whose values say whose data it is: records of reveals name people by them, under pseudonyms. Default: none.</summary>
    public ImmutableArray<FieldClass> Identifying { get; init; } = [];

    /// <summary>What passes uninspected. Default: nothing.</summary>
    public ImmutableArray<OpaqueRule> Opaque { get; init; } = [];

    /// <summary>Which answers caches may keep. Default: none.</summary>
    public AnswerCaching Caching { get; init; }

    /// <summary>Strings that hold a JSON document, in which the paths of fields go on. Default: none.</summary>
    public ImmutableArray<Selector> Embedded { get; init; } = [];

    /// <summary>What holds for classes as a whole; one a class. Default: none.</summary>
    public ImmutableArray<ClassRule> Classes { get; init; } = [];

    /// <summary>Strings of prose, in which tokens stand among other words. Default: none.</summary>
    public ImmutableArray<Selector> Texts { get; init; } = [];

    /// <summary>What becomes of values that no rule names. Default: they pass.</summary>
    public UnlistedHandling Unlisted { get; init; }

    /// <summary>What no rule names and holds no personal data. Default: nothing.</summary>
    public PlainRule Plain { get; init; } = PlainRule.None;

    /// <summary>What is looked for in <see cref="Texts"/> and, where they are looked through, in values that no rule names; null for nothing.</summary>
    public RecognitionRule? Recognition { get; init; }

    /// <summary>Fields of forms. Default: none.</summary>
    public ImmutableArray<FormRule> Form { get; init; } = [];

    /// <summary>Media types of files in forms that pass uninspected. Default: none.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Streams that are inspected document by document. Default: none.</summary>
    public ImmutableArray<StreamKind> Streams { get; init; } = [];

    /// <summary>Segments of paths that are searched by. Default: none.</summary>
    public ImmutableArray<PathRule> Path { get; init; } = [];

    /// <summary>Headers of requests that services get beside those on the list. Default: none.</summary>
    public ImmutableArray<HeaderRule> Headers { get; init; } = [];

    /// <summary>Cookies that services get. Default: none.</summary>
    public ImmutableArray<CookieRule> Cookies { get; init; } = [];

    /// <summary>Whether requests may be forms.</summary>
    public bool TakesForms => !Form.IsEmpty || !Files.IsEmpty;
}

/// <summary>An operation of a plan. Neither belongs to a direction.</summary>
public enum PlanOperation
{
    /// <summary>Clear values become stored tokens.</summary>
    Protect,

    /// <summary>Stored tokens become what the caller may see.</summary>
    Reveal,
}
